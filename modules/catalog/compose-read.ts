import { Duration, text } from '../kernel/index.ts';
import type { ComposeConfig, ComposeFile, ComposeService, DependencyCondition } from './compose.ts';
import type { RawCompose, RawService } from './compose-schema.ts';
import { readBinds, readFileUses, readVolumes } from './compose-mounts.ts';
import type { Files } from './files.ts';
import type { EntryReader } from './reader.ts';
import type { Path } from './sheet.ts';
import { variableName } from './interpolation.ts';
import { PICTURES } from './variables.ts';

export type ComposeReader = EntryReader<RawCompose>;

/** From what was written to one form of each thing; says what is wrong with text, variables and mounts. `files` are those of the release's folder. */
export function readCompose(reader: ComposeReader, files: Files): ComposeFile {
  const { services, volumes, secrets, configs } = reader.sheet.value;
  for (const [name, { file }] of Object.entries(secrets)) {
    if (file !== `\${SECRETS}/${name}`) {
      reader.refuse(['secrets', name, 'file'], 'secret-file', text('fichier de secret inattendu', 'unexpected file of a secret'), { given: file, allowed: text(`\${SECRETS}/${name}`, `\${SECRETS}/${name}`) });
    }
  }
  return {
    services: new Map(Object.entries(services).map(([name, service]) => [name, readService(reader, name, service)])),
    volumes: Object.keys(volumes),
    secrets: Object.keys(secrets),
    configs: new Map(Object.entries(configs).map(([name, config]) => [name, readConfig(reader, name, config, files)])),
  };
}

function readConfig(reader: ComposeReader, name: string, config: RawCompose['configs'][string], files: Files): ComposeConfig {
  if ('content' in config) return { content: reader.text(config.content, ['configs', name, 'content'], 'public') };
  const variable = /^\$\{(.*)\}$/.exec(config.file)?.[1];
  if (variable !== undefined) {
    reader.text(config.file, ['configs', name, 'file'], 'picture');
    return { picture: PICTURES.get(variable) ?? 'logo' };
  }
  const content = files.get(config.file.slice(2));
  if (content === undefined) {
    const found = [...files.keys()].filter((path) => path.startsWith('files/')).map((path) => `./${path}`).join(', ') || '–';
    reader.refuse(['configs', name, 'file'], 'no-such-file', text('fichier absent du dossier de la version', 'file that is not in the release’s folder'), { given: config.file, allowed: text(found, found) });
  }
  return { file: config.file, text: content ?? '' };
}

function readService(reader: ComposeReader, name: string, raw: RawService): ComposeService {
  const base = ['services', name];
  const words = (list: readonly string[] | undefined, key: string) => list?.map((word, index) => reader.text(word, [...base, key, index], 'public'));
  checkFixed(reader, name, raw);
  return {
    name,
    image: raw.image,
    command: words(raw.command, 'command'),
    entrypoint: words(raw.entrypoint, 'entrypoint'),
    user: raw.user === undefined ? undefined : reader.text(raw.user, [...base, 'user'], 'plain'),
    environment: readEnvironment(reader, raw.environment, [...base, 'environment']),
    secrets: readFileUses(reader, name, 'secrets', raw.secrets),
    configs: readFileUses(reader, name, 'configs', raw.configs),
    volumes: readVolumes(reader, name, raw.volumes),
    binds: readBinds(reader, name, raw.volumes),
    tmpfs: (typeof raw.tmpfs === 'string' ? [raw.tmpfs] : raw.tmpfs).map((value, index) => reader.text(value, [...base, 'tmpfs', index], 'plain')),
    dependsOn: readDependencies(raw.depends_on),
    healthcheck: readHealthcheck(reader, raw.healthcheck, [...base, 'healthcheck']),
    expose: raw.expose.map(Number),
    ports: raw.ports.map((port, index) => reader.text(port, [...base, 'ports', index], 'plain')),
    hostNetwork: raw.network_mode === 'host',
    readOnly: raw.read_only,
    capAdd: raw.cap_add,
    stopGracePeriod: raw.stop_grace_period === undefined ? undefined : Duration.parse(raw.stop_grace_period),
    oneShot: raw.restart === 'no',
  };
}

/** What must be written in one way only, so that the file means the same to Compose and to the targets. */
function checkFixed(reader: ComposeReader, name: string, raw: RawService): void {
  if (raw.cap_drop.length !== 1 || raw.cap_drop[0] !== 'ALL') {
    reader.refuse(['services', name, 'cap_drop'], 'cap-drop', text('toutes les capacités doivent être retirées', 'all capabilities must be dropped'), { given: raw.cap_drop.join(', '), allowed: text('[ALL] ; cap_add rend celles qu’il faut', '[ALL]; cap_add gives back those that are needed') });
  }
  for (const [key, prefix] of [['memory', 'MEMORY'], ['cpus', 'CPUS']] as const) {
    const expected = `\${${variableName(prefix, name)}}`;
    const found = raw.deploy.resources.limits[key];
    if (found !== expected) reader.refuse(['services', name, 'deploy', 'resources', 'limits', key], 'limit-variable', text('la limite vient du forfait', 'the limit comes from the plan'), { given: found, allowed: text(expected, expected) });
  }
}

function readEnvironment(reader: ComposeReader, raw: RawService['environment'], base: Path): ReadonlyMap<string, string> {
  if (!Array.isArray(raw)) return new Map(Object.entries(raw).map(([key, value]) => [key, reader.text(value, [...base, key], 'environment')]));
  const environment = new Map<string, string>();
  raw.forEach((line, index) => {
    const match = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(line);
    if (!match) reader.refuse([...base, index], 'environment-line', text('variable sans valeur', 'variable without a value'), { given: line.split('=')[0] ?? '', allowed: text('NOM=valeur', 'NAME=value') });
    else if (environment.has(match[1] as string)) reader.refuse([...base, index], 'environment-twice', text('variable donnée deux fois', 'variable given twice'), { given: match[1] as string });
    else environment.set(match[1] as string, reader.text(match[2] as string, [...base, index], 'environment'));
  });
  return environment;
}

function readDependencies(raw: RawService['depends_on']): ReadonlyMap<string, DependencyCondition> {
  if (Array.isArray(raw)) return new Map(raw.map((name) => [name, 'service_started']));
  return new Map(Object.entries(raw).map(([name, { condition }]) => [name, condition]));
}

function readHealthcheck(reader: ComposeReader, raw: RawService['healthcheck'], base: Path): ComposeService['healthcheck'] {
  if (!raw) return undefined;
  const test = typeof raw.test === 'string' ? ['CMD-SHELL', raw.test] : raw.test;
  const known = (test[0] === 'CMD' && test.length > 1) || (test[0] === 'CMD-SHELL' && test.length === 2);
  if (!known) reader.refuse([...base, 'test'], 'healthcheck-test', text('vérification de santé mal formée', 'malformed health check'), { given: test[0] ?? '', allowed: text('["CMD", programme, …] ou ["CMD-SHELL", "commande"]', '["CMD", program, …] or ["CMD-SHELL", "command"]') });
  const path = (index: number): Path => (typeof raw.test === 'string' ? [...base, 'test'] : [...base, 'test', index]);
  return {
    test: test.map((word, index) => reader.text(word, path(index), 'plain')),
    interval: Duration.parse(raw.interval) as Duration,
    timeout: Duration.parse(raw.timeout) as Duration,
    retries: raw.retries,
    startPeriod: Duration.parse(raw.start_period) as Duration,
  };
}
