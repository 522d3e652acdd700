import type { Duration } from '../kernel/index.ts';
import type { PictureKey } from './brand.ts';

/**
 * The Compose subset, after parsing and before interpolation: strings may still hold `${NAME}`.
 * Every key has the meaning that the Compose specification gives it; nothing else is accepted.
 */
export interface ComposeFile {
  readonly services: ReadonlyMap<string, ComposeService>;
  readonly volumes: readonly string[];
  /** Secret -> file below `${SECRETS}`; the loader checks that the file is `${SECRETS}/<name>`. */
  readonly secrets: readonly string[];
  readonly configs: ReadonlyMap<string, ComposeConfig>;
}

/** Content of a config, still to be interpolated when it was given as `content`. Files under `files/` and pictures of the brand are taken verbatim. */
export type ComposeConfig = { readonly content: string } | { readonly file: string; readonly text: string } | { readonly picture: PictureKey };

export interface ComposeService {
  readonly name: string;
  /** `${IMAGE_<NAME>}`, where NAME is a name of images.lock.yaml in capitals. */
  readonly image: string;
  readonly command: readonly string[] | undefined;
  readonly entrypoint: readonly string[] | undefined;
  readonly user: string | undefined;
  readonly environment: ReadonlyMap<string, string>;
  readonly secrets: readonly ComposeMount[];
  readonly configs: readonly ComposeMount[];
  readonly volumes: readonly { readonly source: string; readonly target: string; readonly readOnly: boolean }[];
  /** Platform entries only: absolute host path -> container path, always read-only. */
  readonly binds: readonly { readonly source: string; readonly target: string }[];
  readonly tmpfs: readonly string[];
  readonly dependsOn: ReadonlyMap<string, DependencyCondition>;
  readonly healthcheck: ComposeHealthcheck | undefined;
  readonly expose: readonly number[];
  /** Platform entries only, `127.0.0.1:5432:5432`. */
  readonly ports: readonly string[];
  readonly hostNetwork: boolean;
  readonly readOnly: boolean;
  readonly capAdd: readonly string[];
  readonly stopGracePeriod: Duration | undefined;
  /** `restart: "no"`: a one-shot job that others wait for. */
  readonly oneShot: boolean;
}

/** `target` is absolute: Compose's default for a secret is /run/secrets/<name>, for a config /<name>. */
export interface ComposeMount {
  readonly source: string;
  readonly target: string;
}

export type DependencyCondition = 'service_started' | 'service_healthy' | 'service_completed_successfully';

export interface ComposeHealthcheck {
  readonly test: readonly string[];
  readonly interval: Duration;
  readonly timeout: Duration;
  readonly retries: number;
  readonly startPeriod: Duration;
}
