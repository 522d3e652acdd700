import { posix } from 'node:path';
import * as docker from '@pulumi/docker';
import * as pulumi from '@pulumi/pulumi';
import { literalOf } from '../../kernel/index.ts';
import { type FileMount, isPicture, type Service } from '../../workload/index.ts';
import { type FileKind, type FileSet, fileSetsOf, isOwn } from '../files.ts';
import { fingerprint } from '../fingerprint.ts';
import { FILE_PRINTS, filePrints } from '../prints.ts';
import { openValueOf, valueOf } from '../values.ts';
import { hardening } from './hardening.ts';
import { containerLabels, lastingLabels } from './labels.ts';
import { childOptions, logical, physical, type Scope } from './scope.ts';

/** The files of one kind of one service: one volume, filled by the kind's carrier, mounted by that service (and its configure jobs) alone. */
interface DockerSet extends FileSet {
  readonly volume: docker.Volume;
}

/**
 * Secret and config files. The plugin cannot upload into a read-only container, and one secret among uploads hides the whole
 * list in a diff: so one container that never starts carries the secrets, another one the configs. The volumes are not data.
 */
export class DockerFiles extends pulumi.ComponentResource {
  readonly #sets: readonly DockerSet[];
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

  /** Change with the files, so that a reader is replaced. */
  printsOf(service: Service): Record<string, pulumi.Input<string>> {
    return filePrints(service, this.#of(service), this.#scope.options);
  }

  carriersOf(service: Service): docker.Container[] {
    return this.#of(service).map(({ kind }) => this.#carriers.get(kind)).filter((carrier) => carrier !== undefined);
  }

  #of(service: Service): DockerSet[] {
    return this.#sets.filter((set) => set.service === service);
  }
}

function createSets(scope: Scope): DockerSet[] {
  const volumes = new Map<string, docker.Volume>();
  return fileSetsOf(scope.workload).map((set) => {
    const key = `${set.owner} ${set.kind}`;
    const volume = volumes.get(key) ?? createFileVolume(scope, set);
    volumes.set(key, volume);
    return { ...set, volume };
  });
}

/** The file names stand on the volume, so that a name that is gone leaves no file behind. */
function createFileVolume(scope: Scope, { service, kind, files }: FileSet): docker.Volume {
  const names = fingerprint(files.map(({ target }) => target));
  return new docker.Volume(
    logical(scope, service.name, kind),
    {
      name: physical(scope, service.name, kind),
      driver: 'local',
      labels: lastingLabels(scope, service.name, { [FILE_PRINTS[kind]]: names }),
    },
    childOptions(scope),
  );
}

function createCarriers(scope: Scope, sets: readonly DockerSet[]): ReadonlyMap<FileKind, docker.Container> {
  const kinds = [...new Set(sets.map(({ kind }) => kind))];
  return new Map(kinds.map((kind) => [kind, createCarrier(scope, kind, sets.filter((set) => set.kind === kind && isOwn(set)))]));
}

function createCarrier(scope: Scope, kind: FileKind, sets: readonly DockerSet[]): docker.Container {
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

function uploadOf({ service, kind }: DockerSet, { name, target, content }: FileMount, scope: Scope): docker.types.input.ContainerUpload {
  const upload = { file: `/carrier/${service.name}/${posix.basename(target)}`, permissions: '0444' };
  if (isPicture(content)) return { ...upload, source: content.path, sourceHash: content.sha256 };
  // The plugin refuses an upload without content.
  if (literalOf(content) === '') return { ...upload, source: '/dev/null' };
  return { ...upload, content: kind === 'secrets' ? valueOf(content, scope.options) : openValueOf(content, scope.options, `configs.${name}`) };
}

/** Any image that is there: the carrier never runs. */
function imageOf({ workload }: Scope): string {
  const [first] = workload.services;
  if (first === undefined) throw new RangeError(`workload ${workload.name} has no service`);
  return first.image;
}
