import { literalOf, type Template } from '../../../modules/kernel/index.ts';
import { isPicture, type Service, type Workload } from '../../../modules/workload/index.ts';
import { SECRET, type Graph } from '../../golden/graph.ts';
import { FACTS } from '../kubernetes-graph.ts';

/** A resource graph, read back in the terms of the workload that it was made from. What a target says otherwise than the others is its reader's business. */
export interface View {
  image(service: Service): unknown;
  words(service: Service): Words;
  user(service: Service): string | undefined;
  /** Values as they are, and how many are secret. */
  environment(service: Service): { readonly open: Readonly<Record<string, string>>; readonly secret: number };
  /** Path -> content, of the files that the service names. */
  files(service: Service, kind: 'secrets' | 'configs'): { readonly files: Readonly<Record<string, unknown>>; readonly readOnly: boolean; readonly mode: string };
  volumes(service: Service): readonly (readonly [string, string, boolean])[];
  /** Volumes that no update and no end of the instance removes. */
  kept(): readonly string[];
  tmpfs(service: Service): readonly string[];
  /** Of the services that it waits for, those that the graph makes it wait for. */
  waits(service: Service): readonly string[];
  health(service: Service): { readonly test: readonly string[]; readonly interval: number; readonly timeout: number; readonly retries: number; readonly budget: number } | undefined;
  /** Name by which neighbours reach it, at any port. */
  reached(service: Service): string | undefined;
  routes(): readonly { readonly hostname: string; readonly service: string; readonly port: number; readonly timeoutSeconds: number | undefined; readonly maxBodyMiB: number | undefined }[];
  publicNames(service: Service): readonly string[];
  readOnly(service: Service): boolean;
  capabilities(service: Service): { readonly drop: readonly string[]; readonly add: readonly string[] };
  newPrivileges(service: Service): boolean;
  stopSeconds(service: Service): number | undefined;
  restarts(service: Service): boolean;
  memory(service: Service): number;
  cpus(service: Service): number;
  egress(service: Service): string;
  job(service: Service): { readonly limitSeconds: number; readonly when: string; readonly trigger: string };
}

export type Words = { readonly program: readonly string[] } | { readonly arguments: readonly string[] };

export const TOLD = { ...FACTS, 'mail.password': 'canary-mail' };

/** A template as it is read back: facts as the tests give them, what holds a secret as a marker. */
export function told(template: Template): string {
  return literalOf(template) ?? template.map((part) => (typeof part === 'string' ? part : 'fact' in part ? TOLD[part.fact as keyof typeof TOLD] : SECRET)).join('');
}

/** What the files of a service hold; a picture by its hash. */
export const contents = (service: Service, kind: 'secrets' | 'configs'): Record<string, unknown> =>
  Object.fromEntries(service[kind].map(({ target, content }) => [target, kind === 'secrets' ? SECRET : isPicture(content) ? content.sha256 : told(content)]));

export type Reading = (graph: Graph, workload: Workload) => View;

export const one = <T>(found: readonly T[], what: string): T => {
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} of ${what}`);
  return found[0];
};
