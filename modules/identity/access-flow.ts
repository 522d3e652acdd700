import * as keycloak from '@pulumi/keycloak';
import * as pulumi from '@pulumi/pulumi';
import { MANAGED_BY } from '../kernel/index.ts';

export interface AccessFlowArgs {
  readonly realm: pulumi.Input<string>;
  readonly clientId: string;
  /** Role of the client without which nobody enters. */
  readonly role: string;
}

/**
 * A client's own browser flow, in three steps, each seen by those who come with a session from another client too:
 * identify (cookie, own identity provider, or form), allow whoever has the role, refuse whoever was not allowed.
 * A client that uses it must depend on the whole component: a half-made flow would let everyone in.
 * It does not ask whether the role is absent: Keycloak takes a condition on a role that does not exist for false, negated or not.
 */
export class AccessFlow extends pulumi.ComponentResource {
  readonly id: pulumi.Output<string>;

  constructor(args: AccessFlowArgs, options: pulumi.ComponentResourceOptions & { readonly provider: keycloak.Provider }) {
    super('chatiere:identity:AccessFlow', `${args.clientId}-flow`, {}, options);
    const child = { parent: this, provider: options.provider };
    const step = stepsOf(args, child);

    const flow = new keycloak.authentication.Flow(`${args.clientId}-browser`, { realmId: args.realm, alias: `${args.clientId} browser`, description: MANAGED_BY, providerId: 'basic-flow' }, child);
    identifyPeople(step, step.subflow('identify', flow.alias, 'REQUIRED', 10));
    const access = step.subflow('access', flow.alias, 'CONDITIONAL', 20);
    allowHolders(args, step, access);
    refuseOthers(step, step.subflow('refuse', flow.alias, 'CONDITIONAL', 30), access);

    this.id = flow.id;
    this.registerOutputs({ id: this.id });
  }
}

function identifyPeople(step: Steps, { alias }: keycloak.authentication.Subflow): void {
  step.execution('cookie', 'auth-cookie', alias, 'ALTERNATIVE', 10);
  step.execution('provider', 'identity-provider-redirector', alias, 'ALTERNATIVE', 20);
  const forms = step.subflow('forms', alias, 'ALTERNATIVE', 30);
  step.execution('password', 'auth-username-password-form', forms.alias, 'REQUIRED', 10);
}

function allowHolders({ clientId, role }: AccessFlowArgs, step: Steps, { alias }: keycloak.authentication.Subflow): void {
  const holds = step.execution('has-role', 'conditional-user-role', alias, 'REQUIRED', 10);
  step.configure('has-role', holds, { condUserRole: `${clientId}.${role}`, negate: 'false' });
  step.execution('allow', 'allow-access-authenticator', alias, 'REQUIRED', 20);
}

function refuseOthers(step: Steps, { alias }: keycloak.authentication.Subflow, access: keycloak.authentication.Subflow): void {
  const notAllowed = step.execution('not-allowed', 'conditional-sub-flow-executed', alias, 'REQUIRED', 10);
  step.configure('not-allowed', notAllowed, { flow_to_check: access.alias, check_result: 'not-executed' });
  step.execution('deny', 'deny-access-authenticator', alias, 'REQUIRED', 20);
}

type Steps = ReturnType<typeof stepsOf>;

/**
 * Each is made after the one before it, whatever its flow: Keycloak answers 500 to the listing of a flow
 * that is being written, and the plugin lists the whole flow to read one step.
 */
function stepsOf({ realm, clientId }: AccessFlowArgs, options: pulumi.CustomResourceOptions) {
  let last: pulumi.Resource | undefined;
  const chained = <T extends pulumi.Resource>(make: (options: pulumi.CustomResourceOptions) => T): T => {
    const made = make(last ? { ...options, dependsOn: [last] } : options);
    last = made;
    return made;
  };
  return {
    subflow: (name: string, parentFlowAlias: pulumi.Input<string>, requirement: string, priority: number) =>
      chained((own) => new keycloak.authentication.Subflow(`${clientId}-${name}`, { realmId: realm, parentFlowAlias, alias: `${clientId} ${name}`, providerId: 'basic-flow', requirement, priority }, own)),
    execution: (name: string, authenticator: string, parentFlowAlias: pulumi.Input<string>, requirement: string, priority: number) =>
      chained((own) => new keycloak.authentication.Execution(`${clientId}-${name}`, { realmId: realm, parentFlowAlias, authenticator, requirement, priority }, own)),
    configure: (name: string, { id }: keycloak.authentication.Execution, config: Record<string, pulumi.Input<string>>) =>
      chained((own) => new keycloak.authentication.ExecutionConfig(`${clientId}-${name}`, { realmId: realm, executionId: id, alias: `${clientId} ${name}`, config }, own)),
  };
}
