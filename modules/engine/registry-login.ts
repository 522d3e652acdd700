import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { AuthConfig } from 'dockerode';
import { execa } from 'execa';

/** What of the docker command's `config.json` says how to log in. */
interface ClientConfig {
  readonly auths?: Readonly<Record<string, { readonly auth?: string; readonly identitytoken?: string }>>;
  readonly credsStore?: string;
  readonly credHelpers?: Readonly<Record<string, string>>;
}

/** Host and port that a repository names first; Docker Hub where it names none. */
export function registryOf(repository: string): string {
  const first = repository.split('/')[0] ?? '';
  return repository.includes('/') && /[.:]|^localhost$/.test(first) ? first : 'docker.io';
}

/**
 * What `docker login` has kept on this machine for a registry, in the command's own configuration or in the helper that it names;
 * undefined where it has nothing. The engine's API asks for it with each call: the engine itself keeps none.
 */
export async function loginFor(registry: string): Promise<AuthConfig | undefined> {
  const config = await clientConfig(join(process.env['DOCKER_CONFIG'] || join(homedir(), '.docker'), 'config.json'));
  const key = registry === 'docker.io' ? 'https://index.docker.io/v1/' : registry;
  const helper = config.credHelpers?.[key] ?? config.credsStore;
  const login = helper === undefined ? kept(config, key) : await askHelper(helper, key);
  return login && { ...login, serveraddress: registry } as AuthConfig;
}

async function clientConfig(file: string): Promise<ClientConfig> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as ClientConfig;
  } catch {
    return {};
  }
}

type Login = { readonly username: string; readonly password: string } | { readonly identitytoken: string };

function kept({ auths }: ClientConfig, key: string): Login | undefined {
  const { auth, identitytoken } = auths?.[key] ?? {};
  if (identitytoken) return { identitytoken };
  const [username, ...password] = Buffer.from(auth ?? '', 'base64').toString().split(':');
  return username ? { username, password: password.join(':') } : undefined;
}

/** The protocol of docker-credential-helpers: the registry on standard input, one JSON object back, an exit code where there is nothing. */
async function askHelper(helper: string, key: string): Promise<Login | undefined> {
  const { exitCode, stdout } = await execa(`docker-credential-${helper}`, ['get'], { input: key, reject: false });
  if (exitCode !== 0) return undefined;
  const { Username, Secret } = JSON.parse(stdout) as { readonly Username: string; readonly Secret: string };
  return Username === '<token>' ? { identitytoken: Secret } : { username: Username, password: Secret };
}
