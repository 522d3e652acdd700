import { type Text, text } from '../kernel/index.ts';

const nouns: Readonly<Record<string, Text>> = {
  'docker:index/container:Container': text('conteneur', 'container'),
  'docker:index/network:Network': text('réseau', 'network'),
  'docker:index/volume:Volume': text('volume', 'volume'),
  'docker:index/remoteImage:RemoteImage': text('image', 'image'),
  'kubernetes:core/v1:Namespace': text('espace de noms', 'namespace'),
  'kubernetes:core/v1:Service': text('service', 'service'),
  'kubernetes:core/v1:Secret': text('secret', 'secret'),
  'kubernetes:core/v1:ConfigMap': text('réglages', 'configuration'),
  'kubernetes:core/v1:PersistentVolumeClaim': text('volume', 'volume'),
  'kubernetes:core/v1:ResourceQuota': text('quota', 'quota'),
  'kubernetes:core/v1:LimitRange': text('limites', 'limits'),
  'kubernetes:core/v1:ServiceAccount': text('compte de service', 'service account'),
  'kubernetes:apps/v1:Deployment': text('déploiement', 'deployment'),
  'kubernetes:apps/v1:StatefulSet': text('déploiement à état', 'stateful set'),
  'kubernetes:batch/v1:Job': text('tâche', 'job'),
  'kubernetes:batch/v1:CronJob': text('tâche périodique', 'periodic job'),
  'kubernetes:networking.k8s.io/v1:NetworkPolicy': text('règle de réseau', 'network policy'),
  'kubernetes:scheduling.k8s.io/v1:PriorityClass': text('priorité', 'priority class'),
  'kubernetes:gateway.networking.k8s.io/v1:HTTPRoute': text('route', 'route'),
  'kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy': text('règle de la grappe', 'rule of the cluster'),
  'kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding': text('portée d’une règle de la grappe', 'reach of a rule of the cluster'),
  'command:local:Command': text('tâche', 'job'),
  'keycloak:index/realm:Realm': text('domaine d’identité', 'realm'),
  'keycloak:index/organization:Organization': text('organisation', 'organization'),
  'keycloak:index/group:Group': text('groupe', 'group'),
  'keycloak:index/role:Role': text('rôle', 'role'),
  'keycloak:index/groupRoles:GroupRoles': text('rôles du groupe', 'group roles'),
  'keycloak:openid/client:Client': text('client de connexion', 'sign-in client'),
  'keycloak:openid/clientServiceAccountRole:ClientServiceAccountRole': text('rôle du compte de service', 'service account role'),
  'keycloak:openid/clientServiceAccountRealmRole:ClientServiceAccountRealmRole': text('rôle du compte de service', 'service account role'),
  'keycloak:openid/clientDefaultScopes:ClientDefaultScopes': text('portées du client', 'client scopes'),
  'keycloak:openid/groupMembershipProtocolMapper:GroupMembershipProtocolMapper': text('groupes du jeton', 'groups of the token'),
  'keycloak:authentication/flow:Flow': text('parcours de connexion', 'sign-in flow'),
  'keycloak:authentication/subflow:Subflow': text('sous-parcours de connexion', 'sign-in subflow'),
  'keycloak:authentication/execution:Execution': text('étape de connexion', 'sign-in step'),
  'keycloak:authentication/executionConfig:ExecutionConfig': text('réglage d’étape de connexion', 'sign-in step setting'),
};

/** What people call a resource of this type; the last part of the token for the others. */
export function resourceNoun(type: string): Text {
  const last = type.split(':').at(-1) ?? type;
  return nouns[type] ?? text(last, last);
}

/** Names of operations, as a row of progress begins. */
export const operationNoun = {
  up: text('mise en place', 'up'),
  preview: text('aperçu', 'preview'),
  refresh: text('relecture', 'refresh'),
  destroy: text('retrait', 'removal'),
} as const;

export const stepVerb = {
  create: text('créer', 'create'),
  update: text('modifier', 'update'),
  replace: text('remplacer', 'replace'),
  delete: text('retirer', 'delete'),
  refresh: text('relire', 'refresh'),
} as const;

export const stepSign = { create: '+', update: '~', replace: '±', delete: '−', refresh: '↻' } as const;
