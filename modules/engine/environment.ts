import type { Layout } from './layout.ts';

/** What an operation on stacks needs: where the federation is, and the variables that lead to the tools. */
export interface Engine {
  readonly layout: Layout;
  /** PATH (Node, pulumi and its language host first), PULUMI_HOME and whatever else the toolchain wants. */
  readonly toolchain: Readonly<Record<string, string>>;
  /** Stack -> the kubeconfig of the cluster that it is on. It goes by the environment, so that no state holds where it lies and no plugin keeps a copy. */
  readonly kubeconfigs?: Readonly<Record<string, string>>;
}

/** Variables of our own process that a child keeps: who it works for, how it reaches networks and engines. Nothing else is handed on. */
const KEPT = [
  'HOME', 'USER', 'LOGNAME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'SSH_AUTH_SOCK',
  'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy', 'SSL_CERT_FILE', 'SSL_CERT_DIR',
];

/** `NAME=value` in the environment of everything that one of our operations on a stack starts, so that what outlives its owner is found. */
export const runMark = (layout: Layout, stack: string): string => `CHATIERE_RUN=${runOf(layout, stack)}`;
const runOf = (layout: Layout, stack: string): string => `${layout.federation}#${stack}`;

/** Variables that make plain `pulumi` work on a stack of a federation. Holds paths only, no secret. */
export function stackVariables({ layout, toolchain, kubeconfigs = {} }: Engine, stack?: string): Record<string, string> {
  const kubeconfig = stack === undefined ? undefined : kubeconfigs[stack];
  return {
    ...toolchain,
    CHATIERE_FEDERATION: layout.federation,
    PULUMI_BACKEND_URL: `file://${layout.state}`,
    PULUMI_CONFIG_PASSPHRASE_FILE: layout.passphrase,
    PULUMI_OPTION_CWD: layout.stacks,
    ...(stack === undefined ? {} : { PULUMI_STACK: stack }),
    ...(kubeconfig === undefined ? {} : { KUBECONFIG: kubeconfig }),
  };
}

/** The whole environment of a Pulumi child; it inherits nothing else. */
export function childEnvironment(engine: Engine, stack?: string, own: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const kept = KEPT.flatMap((name) => (own[name] === undefined ? [] : [[name, own[name]] as const]));
  return {
    ...Object.fromEntries(kept),
    ...stackVariables(engine, stack),
    ...(stack === undefined ? {} : { CHATIERE_RUN: runOf(engine.layout, stack) }),
    // We keep copies of our own.
    PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: 'true',
    PULUMI_DEBUG_COMMANDS: 'true',
    PULUMI_ERROR_OUTPUT_STRING: 'true',
  };
}

/** Starts a child under umask 077, so that state and settings are the owner's only. Starting is synchronous, so nothing else sees the mask. */
export function underPrivateMask<T>(start: () => T): T {
  const before = process.umask(0o077);
  try {
    return start();
  } finally {
    process.umask(before);
  }
}
