import { posix } from 'node:path';
import { isSegment, nearest, text } from '../kernel/index.ts';
import type { ComposeMount, ComposeService } from './compose.ts';
import type { RawService } from './compose-schema.ts';
import type { ComposeReader } from './compose-read.ts';
import type { Path } from './sheet.ts';

/** Secrets or configs of a service: known, all in one directory of their own, no two at one path. */
export function readFileUses(reader: ComposeReader, service: string, kind: 'secrets' | 'configs', raw: RawService['secrets']): ComposeMount[] {
  const base: Path = ['services', service, kind];
  const declared = Object.keys(reader.sheet.value[kind]);
  const mounts = raw.map((use, index): ComposeMount => {
    const { source, target } = typeof use === 'string' ? { source: use, target: undefined } : use;
    if (!declared.includes(source)) {
      const meant = nearest(source, declared);
      reader.refuse([...base, index], 'undeclared', kind === 'secrets' ? text('secret qui n’est pas déclaré plus bas', 'secret that is not declared below') : text('config qui n’est pas déclarée plus bas', 'config that is not declared below'), {
        given: source,
        allowed: text(declared.join(', ') || '–', declared.join(', ') || '–'),
        ...(meant ? { next: text(`vouliez-vous dire « ${meant} » ?`, `did you mean “${meant}”?`) } : {}),
      });
    }
    return { source, target: resolveTarget(kind, source, target) };
  });
  const first = mounts.find(({ target }) => isFilePath(target))?.target;
  mounts.forEach(({ target }, index) => checkTarget(reader, [...base, index], kind, target, first ?? target, mounts.findIndex((other) => other.target === target) !== index));
  return mounts;
}

/** Compose's defaults: a secret below /run/secrets, a config at the root. */
function resolveTarget(kind: 'secrets' | 'configs', source: string, target: string | undefined): string {
  const folder = kind === 'secrets' ? '/run/secrets/' : '/';
  return target?.startsWith('/') ? target : `${folder}${target ?? source}`;
}

const isFilePath = (target: string): boolean => posix.normalize(target) === target && !/[:\0]/.test(target) && posix.dirname(target) !== '/';

function checkTarget(reader: ComposeReader, path: Path, kind: 'secrets' | 'configs', target: string, first: string, twice: boolean): void {
  const folder = posix.dirname(target);
  const refuse = (code: string, fr: string, en: string, allowed?: [string, string]): void => reader.refuse(path, code, text(fr, en), { given: target, ...(allowed ? { allowed: text(...allowed) } : {}) });
  if (!isFilePath(target) && folder !== '/') refuse('file-target', 'chemin mal formé', 'malformed path', ['un chemin absolu, sans « .. » ni deux-points', 'an absolute path, without “..” or colons']);
  else if (folder === '/') refuse('file-target', 'un fichier ne peut être à la racine du conteneur', 'a file cannot stand at the root of the container', ['target: /un/dossier/fichier', 'target: /a/folder/file']);
  else if (folder !== posix.dirname(first)) refuse('file-folders', kind === 'secrets' ? 'les secrets d’un service sont dans un seul dossier' : 'les configs d’un service sont dans un seul dossier', kind === 'secrets' ? 'the secrets of a service lie in one folder' : 'the configs of a service lie in one folder', [posix.dirname(first), posix.dirname(first)]);
  else if (twice) refuse('file-twice', 'deux fichiers au même chemin', 'two files at the same path');
}

type RawVolume = RawService['volumes'][number];
interface VolumeUse {
  readonly kind: 'volume' | 'bind' | 'unknown';
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}

/** `name:/path[:ro]`, `/host/path:/path:ro` or the long form. */
function parseVolume(raw: RawVolume): VolumeUse {
  if (typeof raw !== 'string') return { kind: raw.type, source: raw.source, target: raw.target, readOnly: raw.read_only };
  const match = /^((?:\$\{[A-Z0-9_]+\}|[^:])+):(\/[^:]*)(?::(ro|rw))?$/.exec(raw);
  if (!match) return { kind: 'unknown', source: raw, target: '', readOnly: false };
  const source = match[1] as string;
  return { kind: isSegment(source) ? 'volume' : 'bind', source, target: match[2] as string, readOnly: match[3] === 'ro' };
}

export function readVolumes(reader: ComposeReader, service: string, raw: readonly RawVolume[]): ComposeService['volumes'] {
  const declared = Object.keys(reader.sheet.value.volumes);
  return raw.flatMap((one, index) => {
    const { kind, source, target, readOnly } = parseVolume(one);
    const path = ['services', service, 'volumes', index];
    if (kind === 'unknown') {
      reader.refuse(path, 'volume-form', text('volume mal formé', 'malformed volume'), { given: source, allowed: text('nom:/chemin ou nom:/chemin:ro', 'name:/path or name:/path:ro') });
    } else if (kind === 'volume' && !declared.includes(source)) {
      reader.refuse(path, 'undeclared', text('volume qui n’est pas déclaré plus bas', 'volume that is not declared below'), { given: source, allowed: text(declared.join(', ') || '–', declared.join(', ') || '–') });
    }
    return kind === 'volume' ? [{ source, target, readOnly }] : [];
  });
}

/** Host paths: only the variable of the engine's socket or an absolute path, always read-only. Who may have any is checked with app.yaml. */
export function readBinds(reader: ComposeReader, service: string, raw: readonly RawVolume[]): ComposeService['binds'] {
  return raw.flatMap((one, index) => {
    const { kind, source, target, readOnly } = parseVolume(one);
    if (kind !== 'bind') return [];
    const path = ['services', service, 'volumes', index];
    const known = source === '${DOCKER_SOCKET}' || (source.startsWith('/') && posix.normalize(source) === source);
    if (!known) reader.refuse(path, 'bind-source', text('chemin du serveur mal formé', 'malformed path of the host'), { given: source, allowed: text('${DOCKER_SOCKET} ou un chemin absolu', '${DOCKER_SOCKET} or an absolute path') });
    else if (!readOnly) reader.refuse(path, 'bind-writable', text('un chemin du serveur se monte en lecture seule', 'a path of the host is mounted read-only'), { given: source, next: text('ajouter read_only: true', 'add read_only: true') });
    else reader.text(source, path, 'bind');
    return [{ source, target }];
  });
}
