import { posix } from 'node:path';
import type { types } from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { type FileMount, isPicture, type PictureFile, type Service } from '../../workload/index.ts';
import { type FileSet, isOwn } from '../files.ts';
import { openValueOf, valueOf } from '../values.ts';
import { metadata, objectName, type Scope } from './scope.ts';

/** Readable by whoever is in the container, writable by nobody. */
const MODE = 0o444;

/** The secret files of each service that has some: changed in place; what is in it is a secret of the stack too. */
export const secrets = (scope: Scope): types.input.core.v1.Secret[] => own(scope, 'secrets').map((set) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: metadata(scope, set.service.name, nameOf(set)),
  immutable: false,
  data: Object.fromEntries(texts(set).map(({ name, content }) => [name, base64(valueOf(content, scope.options))])),
}));

/** The config files of each service that has some: its texts in one ConfigMap, changed in place, and each picture in one of its own. */
export const configMaps = (scope: Scope): types.input.core.v1.ConfigMap[] => own(scope, 'configs').flatMap((set) => {
  const written = texts(set);
  const data = Object.fromEntries(written.map(({ name, content }) => [name, openValueOf(content, scope.options, `configs.${name}`)]));
  return [
    ...(written.length > 0 ? [{ ...configMap(scope, set, nameOf(set)), data }] : []),
    ...pictures(set).map(({ name, content }) => ({ ...configMap(scope, set, pictureName(set, name)), binaryData: { [name]: scope.read(content.path) } })),
  ];
});

const configMap = (scope: Scope, { service }: FileSet, name: string): types.input.core.v1.ConfigMap => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: metadata(scope, service.name, name),
  immutable: false,
});

/** Where a service sees its files: the directory as a whole, so that a change arrives in what runs; a job sees those that it names. */
export const fileVolumes = (scope: Scope, service: Service): types.input.core.v1.Volume[] => of(scope, service).map((set) => {
  const items = texts(set).map(itemOf);
  const named = pictures(set);
  const name = volumeName(set);
  if (set.kind === 'secrets') return { name, secret: { secretName: nameOf(set), defaultMode: MODE, items } };
  if (named.length === 0) return { name, configMap: { name: nameOf(set), defaultMode: MODE, items } };
  const sources = [
    ...(items.length > 0 ? [{ configMap: { name: nameOf(set), items } }] : []),
    ...named.map((file) => ({ configMap: { name: pictureName(set, file.name), items: [itemOf(file)] } })),
  ];
  return { name, projected: { defaultMode: MODE, sources } };
});

export const fileMounts = (scope: Scope, service: Service): types.input.core.v1.VolumeMount[] =>
  of(scope, service).map((set) => ({ name: volumeName(set), mountPath: set.directory, readOnly: true }));

/** Names of the Secrets and ConfigMaps that a service mounts. */
export const fileObjects = (scope: Scope, service: Service): string[] =>
  of(scope, service).flatMap((set) => [...(texts(set).length > 0 ? [nameOf(set)] : []), ...pictures(set).map(({ name }) => pictureName(set, name))]);

const own = ({ sets }: Scope, kind: FileSet['kind']): FileSet[] => sets.filter((set) => set.kind === kind && isOwn(set));
const of = ({ sets }: Scope, service: Service): FileSet[] => sets.filter((set) => set.service === service);

const nameOf = ({ owner, kind }: FileSet): string => objectName(owner, kind);
const pictureName = ({ owner, kind }: FileSet, name: string): string => objectName(owner, kind, name);
const volumeName = ({ kind }: FileSet): string => objectName('files', kind);

const itemOf = ({ name, target }: FileMount) => ({ key: name, path: posix.basename(target) });

const texts = ({ files }: FileSet) => files.flatMap((file) => (isPicture(file.content) ? [] : [{ ...file, content: file.content }]));
const pictures = ({ files }: FileSet): FileMount<PictureFile>[] => files.flatMap((file) => (isPicture(file.content) ? [{ ...file, content: file.content }] : []));

const base64 = (value: pulumi.Input<string>): pulumi.Input<string> =>
  typeof value === 'string' ? encoded(value) : pulumi.output(value).apply(encoded);
const encoded = (value: string): string => Buffer.from(value).toString('base64');
