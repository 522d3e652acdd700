import { createHmac } from 'node:crypto';
import { posix } from 'node:path';
import * as docker from '@pulumi/docker';
import * as pulumi from '@pulumi/pulumi';
import { ChatiereError, isFactReference, literalOf, text } from '../../kernel/index.ts';
import { type FileMount, isPicture, plainContent, type Service } from '../../workload/index.ts';
import { fingerprint } from './fingerprint.ts';
import { containerLabels, lastingLabels, tie } from './labels.ts';
import { childOptions, logical, physical, type Scope } from './scope.ts';
import { hardening } from './hardening.ts';
import { openValueOf, valueOf } from './values.ts';

export type FileKind = 'secrets' | 'configs';

/** The files of one kind of one service: one volume, filled by the kind's carrier, mounted read-only by that service alone. */
interface FileSet {
  readonly service: Service;
  readonly kind: FileKind;
  readonly files: readonly FileMount[];
  /** Where the service sees them. */
  readonly directory: string;
  readonly volume: docker.Volume;
  /** False where another set of the same volume is. */
  readonly carried: boolean;
}

/**
 * Secret and config files. The plugin cannot upload into a read-only container, and one secret among uploads hides the whole
 * list in a diff: so one container that never starts carries the secrets, another one the configs. The volumes are not data.
 */
export class DockerFiles extends pulumi.ComponentResource {
  readonly #sets: readonly FileSet[];
  readonly #carriers: ReadonlyMap<FileKind, docker.Container>;
  readonly #scope: Scope;

  constructor(workloadScope: Scope) {
    super('chatiere:targets:DockerFiles', logical(workloadScope, 'files'), {}, { parent: workloadScope.parent });
    this.#scope = { ...workloadScope, parent: this };
    this.#sets = createSets(this.#scope);
    this.#carriers = createCarriers(this.#scope, this.#sets);
    this.registerOutputs({});
  }

  mountsOf(service: Service): docker.types.input.ContainerMount[] {
    return this.#of(service).map(({ volume, directory }) => ({ type: 'volume', source: volume.name, target: directory, readOnly: true }));
  }

  /** Change with the files, so that a reader is replaced; the files that it rereads by itself do not count, but a job reads once. */
  labelsOf(service: Service): Record<string, pulumi.Input<string>> {
    const counted = this.#of(service).map(({ kind, files }) => ({ kind, files: files.filter(({ watched }) => !watched || service.kind === 'job') }));
    return Object.fromEntries(
      counted.filter(({ files }) => files.length > 0).map(({ kind, files }) => [tie[kind], kind === 'secrets' ? secretsPrint(files, this.#scope) : configsPrint(files, this.#scope)]),
    );
  }

  carriersOf(service: Service): docker.Container[] {
    return this.#of(service).map(({ kind }) => this.#carriers.get(kind)).filter((carrier) => carrier !== undefined);
  }

  #of(service: Service): FileSet[] {
    return this.#sets.filter((set) => set.service === service);
  }
}

/** A configure job has files of its service, the very same objects, and mounts the same volume. */
function createSets(scope: Scope): FileSet[] {
  const sets: FileSet[] = [];
  for (const service of scope.workload.services) {
    for (const kind of ['secrets', 'configs'] as const) {
      if (service[kind].length === 0) continue;
      const files = sorted(service[kind]);
      const owner = service.kind === 'job' ? sets.find((set) => set.kind === kind && files.every((file) => set.files.includes(file))) : undefined;
      sets.push({ service, kind, files, directory: directoryOf(service, kind), volume: owner?.volume ?? createFileVolume(scope, service, kind), carried: owner === undefined });
    }
  }
  return sets;
}

/** The file names stand on the volume, so that a name that is gone leaves no file behind. */
function createFileVolume(scope: Scope, service: Service, kind: FileKind): docker.Volume {
  const names = fingerprint(sorted(service[kind]).map(({ target }) => target));
  return new docker.Volume(
    logical(scope, service.name, kind),
    {
      name: physical(scope, service.name, kind),
      driver: 'local',
      labels: lastingLabels(scope, service.name, { [tie[kind]]: names }),
    },
    childOptions(scope),
  );
}

function createCarriers(scope: Scope, sets: readonly FileSet[]): ReadonlyMap<FileKind, docker.Container> {
  const kinds = [...new Set(sets.map(({ kind }) => kind))];
  return new Map(kinds.map((kind) => [kind, createCarrier(scope, kind, sets.filter((set) => set.kind === kind && set.carried))]));
}

function createCarrier(scope: Scope, kind: FileKind, sets: readonly FileSet[]): docker.Container {
  return new docker.Container(
    logical(scope, kind, 'carrier'),
    {
      ...hardening,
      name: physical(scope, kind, 'carrier'),
      image: imageOf(scope),
      command: ['true'],
      start: false,
      mustRun: false,
      restart: 'no',
      networkMode: 'none',
      labels: containerLabels(scope, kind, 'carrier'),
      mounts: sets.map(({ service, volume }) => ({ type: 'volume', source: volume.name, target: `/carrier/${service.name}` })),
      uploads: sets.flatMap((set) => set.files.map((file) => uploadOf(set, file, scope))).sort((a, b) => (a.file < b.file ? -1 : 1)),
    },
    childOptions(scope),
  );
}

function uploadOf({ service, kind }: FileSet, { name, target, content }: FileMount, scope: Scope): docker.types.input.ContainerUpload {
  const upload = { file: `/carrier/${service.name}/${posix.basename(target)}`, permissions: '0444' };
  if (isPicture(content)) return { ...upload, source: content.path, sourceHash: content.sha256 };
  // The plugin refuses an upload without content.
  if (literalOf(content) === '') return { ...upload, source: '/dev/null' };
  return { ...upload, content: kind === 'secrets' ? valueOf(content, scope.options) : openValueOf(content, scope.options, `configs.${name}`) };
}

/** What comes from elsewhere has no generation: it counts by a digest that says nothing to whoever lacks the seed. */
function secretsPrint(files: readonly FileMount[], { options }: Scope): pulumi.Input<string> {
  const described = files.map(({ target, content }) => [target, plainContent(content)]);
  const facts = files.flatMap(({ content }) => (isPicture(content) ? [] : content.filter(isFactReference)));
  if (facts.length === 0) return fingerprint(described);
  const print = pulumi.all([options.seed, ...facts.map((part) => valueOf([part], options))]).apply(([seed, ...values]) => fingerprint([described, keyed(seed as string, values)]));
  return pulumi.unsecret(print);
}

const keyed = (seed: string, values: readonly string[]): string => createHmac('sha256', seed).update(JSON.stringify(values)).digest('hex');

function configsPrint(files: readonly FileMount[], scope: Scope): pulumi.Input<string> {
  const known = files.map(({ target, content }) => [target, isPicture(content) ? plainContent(content) : literalOf(content)]);
  if (known.every(([, content]) => content !== undefined)) return fingerprint(known);
  return pulumi.all(files.map(({ content }) => (isPicture(content) ? plainContent(content) : valueOf(content, scope.options)))).apply((contents) => fingerprint(files.map(({ target }, index) => [target, contents[index]])));
}

function directoryOf(service: Service, kind: FileKind): string {
  const directories = [...new Set(service[kind].map(({ target }) => posix.dirname(target)))];
  const [directory] = directories;
  if (directories.length === 1 && directory !== undefined && directory !== '/') return directory;
  throw new ChatiereError({
    code: 'file-directory',
    what: text('les fichiers d’un service doivent être dans un même dossier, autre que la racine', 'the files of a service must lie in one directory, other than the root'),
    where: { field: `services.${service.name}.${kind}` },
    given: directories.join(', '),
  });
}

/** Any image that is there: the carrier never runs. */
function imageOf({ workload }: Scope): string {
  const [first] = workload.services;
  if (first === undefined) throw new RangeError(`workload ${workload.name} has no service`);
  return first.image;
}

const sorted = (files: readonly FileMount[]): FileMount[] => [...files].sort((a, b) => (a.target < b.target ? -1 : 1));
