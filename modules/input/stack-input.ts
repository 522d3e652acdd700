import { join } from 'node:path';
import { type AppSheet, type Catalog, type LocalImageTag, releaseId } from '../catalog/index.ts';
import { AUTHORITY, certificateFiles, edgeName, hostnamesOf } from '../edge/index.ts';
import type { DockerHostSheet, Federation, KubernetesHostSheet } from '../federation/index.ts';
import { joinName, type Labels, label, MANAGED_BY, secretPurpose, text } from '../kernel/index.ts';
import { hostStack, IDENTITY_STACK, identityUrl, type Instance, known, resolveInstance, resolvePlatform, stackKind } from '../placement/index.ts';
import { platformWorkload, toWorkload, type Workload } from '../workload/index.ts';
import { type Connection, dockerConnection, type DockerConnection, kubeconfigPath, kubernetesConnection, type KubernetesConnection, prioritiesOf } from './connection.ts';

/** A secret by where it comes from: HKDF of the stack's seed. */
export interface SecretSource {
  readonly purpose: string;
  readonly generation: number;
}

interface Common {
  readonly stack: string;
  /** Stack -> its outputs that this one reads. */
  readonly facts: Readonly<Record<string, readonly string[]>>;
  /** Absolute paths by role: files whose content enters the stack. */
  readonly files: Readonly<Record<string, string>>;
}

/** Of a Docker host. */
export interface HostInput extends Common {
  readonly kind: 'host';
  readonly host: string;
  readonly connection: DockerConnection;
  /** Platform entry -> what runs for it. */
  readonly platforms: Readonly<Record<string, Workload>>;
  /** On loopback: the page for names behind which nothing runs. */
  readonly sleepPort: number;
  /** Password of the identity server's first administrator, where the host has one. */
  readonly administrator: SecretSource | undefined;
}

/** Of a Kubernetes host: what instances find on it, and what it refuses. */
export interface ClusterInput extends Common {
  readonly kind: 'cluster';
  readonly host: string;
  readonly connection: KubernetesConnection;
  /** Begins the names of what belongs to no namespace: `<federation>--<host>`. */
  readonly name: string;
  readonly labels: Labels;
  /** Name of the Secret, in the Gateway's namespace, that holds the certificate of this host's names; undefined while it has none. */
  readonly certificate: string | undefined;
  /** Name of a PriorityClass -> its value. */
  readonly priorities: Readonly<Record<string, number>>;
}

export interface IdentityInput extends Common {
  readonly kind: 'identity';
  readonly url: string;
  readonly realm: string;
  readonly displayName: string;
  readonly engineClient: SecretSource;
}

export interface OrganizationInput extends Common {
  readonly kind: 'organization';
  readonly url: string;
  readonly id: string;
  readonly displayName: string;
  /** Keycloak wants a domain; one of the federation's, with the organization's name, can belong to nobody else. */
  readonly domains: readonly string[];
}

export interface InstanceInput extends Common {
  readonly kind: 'instance';
  /** Of the identity server. */
  readonly url: string;
  readonly host: string;
  readonly connection: Connection;
  readonly address: string;
  /** What runs, as `releaseId` says it. */
  readonly release: string;
  readonly workload: Workload;
  /** Absent where the app has no sign-in of the federation. */
  readonly client: { readonly displayName: string; readonly oidc: NonNullable<AppSheet['oidc']>; readonly secret: SecretSource; readonly organization: string; readonly access: readonly string[] } | undefined;
  /** Password of the local account, where there is one. */
  readonly breakGlass: SecretSource | undefined;
}

/** All that the program of a stack reads but its seed: plain data. The programs read nothing else, so that its digest says whether they would do something new. */
export type StackInput = HostInput | ClusterInput | IdentityInput | OrganizationInput | InstanceInput;

/** Outputs of the identity stack that those who administer the realm read. */
export const REALM_FACTS = ['issuer', 'realm', 'clientId', 'clientSecret'] as const;
/** Secret of an entry that opens its local account. */
const BREAK_GLASS = 'break-glass-password';

/** Settings of a stack: its seed, encrypted, and the salt of the encryption. */
export const settingsPath = (directory: string, stack: string): string => join(directory, 'stacks', `Pulumi.${stack}.yaml`);

/** Passphrase of the stacks' secrets. */
export const passphrasePath = (directory: string): string => join(directory, 'private', 'passphrase');

/** Password of the mail relay's account: one line. */
export const mailPasswordPath = (directory: string): string => join(directory, 'private', 'mail-password');

/** Throws a ChatiereError when the federation has no such host, organization or instance. */
export function inputOf(federation: Federation, catalog: Catalog, stack: string, localImageTag: LocalImageTag): StackInput {
  const files = { settings: settingsPath(federation.directory, stack), authority: certificateFiles(federation.directory, AUTHORITY).certificate };
  const named = stackKind(stack);
  switch (named.kind) {
    case 'host':
      return hostInput(federation, catalog, named.host, localImageTag, files);
    case 'identity':
      return identityInput(federation, files);
    case 'organization':
      return organizationInput(federation, named.organization, files);
    case 'instance':
      return instanceInput(federation, catalog, resolveInstance(federation, catalog, named.instance, localImageTag), files);
  }
}

function hostInput(federation: Federation, catalog: Catalog, host: string, localImageTag: LocalImageTag, files: Common['files']): HostInput | ClusterInput {
  const sheet = known(federation.hosts, host, text('serveur inconnu', 'unknown host'));
  const edge = certificateFiles(federation.directory, edgeName(host));
  const common = { stack: hostStack(host), host, facts: {}, files: { ...files, edgeCertificate: edge.certificate, edgeKey: edge.key } };
  return sheet.target === 'docker' ? dockerHostInput(federation, catalog, sheet, localImageTag, common) : clusterInput(federation, catalog, sheet, common);
}

type HostCommon = Common & { readonly host: string };

function clusterInput(federation: Federation, catalog: Catalog, sheet: KubernetesHostSheet, common: HostCommon): ClusterInput {
  const { id } = federation.sheet;
  const connection = kubernetesConnection(federation, catalog, common.host, sheet);
  return {
    ...common,
    kind: 'cluster',
    connection,
    name: joinName(id, common.host),
    certificate: hostnamesOf(federation, common.host).length === 0 ? undefined : joinName(id, common.host, 'certificate'),
    labels: { [label.managedBy]: MANAGED_BY, [label.federation]: id, [label.operator]: sheet.operator, [label.host]: common.host, [label.stack]: common.stack },
    priorities: prioritiesOf(catalog, connection),
    files: { ...common.files, kubeconfig: kubeconfigPath(federation.directory, sheet) },
  };
}

function dockerHostInput(federation: Federation, catalog: Catalog, sheet: DockerHostSheet, localImageTag: LocalImageTag, common: HostCommon): HostInput {
  const { host } = common;
  const platforms = resolvePlatform(federation, catalog, host, localImageTag);
  const identity = platforms.find(({ release }) => release.sheet.provides === 'identity');
  return {
    ...common,
    kind: 'host',
    connection: dockerConnection(sheet),
    sleepPort: sheet.edge.sleepPort,
    platforms: Object.fromEntries(platforms.map((platform) => [platform.name, platformWorkload(platform)])),
    administrator: identity && { purpose: secretPurpose(identity.name, 'admin-password'), generation: 1 },
  };
}

function identityInput(federation: Federation, files: Common['files']): IdentityInput {
  const { id, name, identity } = federation.sheet;
  return {
    kind: 'identity',
    stack: IDENTITY_STACK,
    url: identityUrl(federation),
    realm: id,
    displayName: name,
    engineClient: { purpose: 'identity/engine-client', generation: 1 },
    facts: { [hostStack(identity.host)]: ['identityAdminPassword'] },
    files,
  };
}

function organizationInput(federation: Federation, id: string, files: Common['files']): OrganizationInput {
  const own = known(federation.organizations, id, text('organisation inconnue', 'unknown organization'));
  return {
    kind: 'organization',
    stack: id,
    url: identityUrl(federation),
    id,
    displayName: own.name,
    domains: own.domains.length > 0 ? own.domains : [`${id}.${federation.sheet.domain}`],
    facts: { [IDENTITY_STACK]: REALM_FACTS },
    files,
  };
}

function instanceInput(federation: Federation, catalog: Catalog, own: Instance, common: Common['files']): InstanceInput {
  const { hostSheet } = own;
  const files = hostSheet.target === 'kubernetes' ? { ...common, kubeconfig: kubeconfigPath(federation.directory, hostSheet) } : common;
  const { about, oidc, secrets, mail } = own.release.sheet;
  const source = (secret: string): SecretSource => ({ purpose: secretPurpose(own.name, secret), generation: own.secretGenerations[secret] ?? 1 });
  return {
    kind: 'instance',
    stack: own.id,
    url: identityUrl(federation),
    host: own.host,
    connection: hostSheet.target === 'docker' ? dockerConnection(hostSheet) : kubernetesConnection(federation, catalog, own.host, hostSheet),
    address: own.url,
    release: releaseId(own.release),
    workload: toWorkload(own),
    client: oidc && { displayName: `${about.name} – ${own.organizationSheet.name}`, oidc, secret: source(oidc.clientSecret), organization: own.organization, access: own.access },
    breakGlass: secrets[BREAK_GLASS] && source(BREAK_GLASS),
    facts: { [IDENTITY_STACK]: REALM_FACTS, ...Object.fromEntries(own.access.map((organization) => [organization, ['groups']])) },
    files: mail && own.federation.mail?.username !== undefined ? { ...files, ...mailFiles(federation.directory) } : files,
  };
}

/** The digest of an input lies in the clear: with the passphrase in it, nobody finds a weak password by trying. */
const mailFiles = (directory: string): Common['files'] => ({ mailPassword: mailPasswordPath(directory), passphrase: passphrasePath(directory) });
