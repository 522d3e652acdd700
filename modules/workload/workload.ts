import { describe, type Duration, type Labels, type Size, type Template } from '../kernel/index.ts';

/** What runs, said without a target: everything is known but the holes of templates (secrets and facts). */
export interface Workload {
  /** Prefix of every physical name: `<federation>--<organization>--<instance>`. */
  readonly name: string;
  /** Common to all objects, and never changing for the instance (a changed label of a network replaces everything on it). */
  readonly labels: Labels;
  /** May change with a release or plan; only on containers. */
  readonly containerLabels: Labels;
  /** Services and jobs, each after what it depends on. */
  readonly services: readonly Service[];
  readonly volumes: readonly string[];
  readonly routes: readonly Route[];
  /** Public names that the containers must find at the host's edge, where there is no public DNS. */
  readonly publicNames: readonly string[];
  /** Of the order; `platform` for an entry of the host. */
  readonly plan: string;
  /** What each of its volumes may come to hold, where a target can say so. */
  readonly storage: Size;
  /** Port of the federation's mail relay, where the app may use it. */
  readonly mailPort: number | undefined;
  /** Whether two releases of it may run side by side for a moment: what the sheet's upgrade says. */
  readonly rolling: boolean;
  /** Whether its services may be stopped for a time without that being a difference. */
  readonly maySleep: boolean;
}

export interface Service {
  /** Unique in the workload; also its network alias. */
  readonly name: string;
  readonly kind: 'service' | 'job';
  /** Jobs only. `install` runs once in the life of its data; `change` when the job or what it uses changes; `upgrade` when the release does. */
  readonly when: 'install' | 'change' | 'upgrade' | undefined;
  /** Jobs only. */
  readonly timeLimit: Duration | undefined;
  /** What `when` watches: a job runs again when this changes. */
  readonly trigger: string | undefined;
  readonly image: string;
  readonly command: readonly Template[] | undefined;
  readonly entrypoint: readonly Template[] | undefined;
  readonly user: string | undefined;
  readonly environment: Readonly<Record<string, Template>>;
  readonly secrets: readonly FileMount<Template>[];
  readonly configs: readonly FileMount[];
  readonly mounts: readonly { readonly volume: string; readonly target: string; readonly readOnly: boolean }[];
  readonly binds: readonly { readonly source: string; readonly target: string }[];
  readonly tmpfs: readonly string[];
  readonly dependsOn: readonly { readonly service: string; readonly condition: 'started' | 'healthy' | 'completed' }[];
  readonly healthcheck: Healthcheck | undefined;
  readonly ports: readonly string[];
  readonly hostNetwork: boolean;
  readonly egress: 'none' | 'mail' | 'web';
  readonly readOnly: boolean;
  readonly capAdd: readonly string[];
  readonly stopGracePeriod: Duration;
  readonly memory: Size;
  readonly cpus: number;
}

export interface FileMount<Content = Template | PictureFile> {
  readonly name: string;
  /** Absolute path in the container. */
  readonly target: string;
  readonly content: Content;
  /** The service rereads it by itself: a change does not replace the service. */
  readonly watched: boolean;
}

/** A file of the machine on which programs run. Its path is where it happens to lie; the hash alone says what it is. */
export interface PictureFile {
  /** Absolute. */
  readonly path: string;
  /** SHA-256 of the content, in hexadecimal. */
  readonly sha256: string;
}

export const isPicture = (content: Template | PictureFile): content is PictureFile => 'sha256' in content;

/** What a file holds, as plain data: a template in its described form, a picture by its hash. */
export const plainContent = (content: Template | PictureFile): string | { readonly sha256: string } => (isPicture(content) ? { sha256: content.sha256 } : describe(content));

export interface Healthcheck {
  /** As Docker takes it: `["CMD", …]` or `["CMD-SHELL", "…"]`. */
  readonly test: readonly string[];
  readonly interval: Duration;
  readonly timeout: Duration;
  readonly retries: number;
  readonly startPeriod: Duration;
}

export interface Route {
  readonly service: string;
  readonly port: number;
  readonly hostname: string;
  readonly maxBodyMiB: number;
  readonly timeoutSeconds: number;
}
