import { kubeconfigsOf } from './kubernetes/access.ts';
import { stackVariables } from './environment.ts';
import { prepareLayout } from './layout.ts';
import { refuseUnknown } from './plan.ts';
import type { Session } from './session.ts';
import { prepareToolchain } from './tools.ts';

/** What a shell must export so that plain `pulumi` works on a stack of this federation. Paths only; prepares the folders that they name. */
export async function handVariables(session: Session, stack: string): Promise<Record<string, string>> {
  refuseUnknown(session.plans.map(({ name }) => name), [stack]);
  await prepareLayout(session.layout);
  const toolchain = await prepareToolchain(session.federation, () => undefined);
  return stackVariables({ layout: session.layout, toolchain, kubeconfigs: kubeconfigsOf(session.federation, [stack]) }, stack);
}
