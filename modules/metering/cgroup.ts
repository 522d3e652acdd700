import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ChatiereError, text } from '../kernel/index.ts';
import { foldersIn } from './counters-files.ts';
import { cgroupV1 } from './cgroup-v1.ts';
import { cgroupV2 } from './cgroup-v2.ts';
import type { ContainerCounters } from './sample.ts';

/** What a control group says of what runs in it. */
export type GroupCounters = Pick<ContainerCounters, 'cpuSeconds' | 'cpuRequest' | 'memoryBytes' | 'memoryRequest' | 'readBytes' | 'writtenBytes'>;

/** The control groups of a host, in either of the kernel's two forms. */
export interface Cgroups {
  readonly version: 1 | 2;
  /** Where the tree of groups is walked: in the first form there are several, one a controller, all alike. */
  readonly tree: string;
  /** Busy CPU seconds of the whole host; `undefined` where the root group does not say. */
  total(): number | undefined;
  /** @param path of the group, below the tree; `undefined` when it went away meanwhile. */
  read(path: string): GroupCounters | undefined;
}

/** A container's group. */
export interface Group {
  readonly id: string;
  readonly incarnation: string;
  readonly path: string;
}

/** @param isVirtual whether a block device, `253:0`, stands on others (and so counts again what they count). */
export function openCgroups(root: string, isVirtual: (device: string) => boolean): Cgroups {
  if (existsSync(join(root, 'cgroup.controllers'))) return cgroupV2(root, isVirtual);
  const tree = ['cpuacct', 'cpu,cpuacct'].map((name) => join(root, name)).find((folder) => existsSync(folder));
  if (tree !== undefined) return cgroupV1(root, tree, isVirtual);
  throw new ChatiereError({
    code: 'no-cgroup',
    what: text(
      'ce dossier ne contient aucun groupe de contrôle (cgroup v1 ou v2) : rien ne dit quel conteneur a consommé quoi, et la charge moyenne du serveur ne le remplace pas',
      'this folder holds no control groups (cgroup v1 or v2): nothing says which container used what, and the host’s load average does not stand in for it',
    ),
    given: root,
    allowed: text('/sys/fs/cgroup du serveur, monté en lecture seule', 'the host’s /sys/fs/cgroup, mounted read-only'),
    next: text('vérifier que le serveur monte ses cgroups (mount -t cgroup2) et que le compteur les reçoit', 'check that the host mounts its cgroups (mount -t cgroup2) and that the meter gets them'),
  });
}

/** Deepest group looked at: a container of a rootless engine lies at 7. */
const DEPTH = 9;
/** `<id>`, `docker-<id>.scope`, `libpod-<id>.scope`, `cri-containerd-<id>.scope`; not the process that watches one. */
const CONTAINER = /^(?!.*conmon)(?:[a-z-]+-)?([0-9a-f]{64})(?:\.scope)?$/;

/** The groups of all containers of the host, whichever driver made them; what is inside a container is part of it. */
export function containerGroups({ tree }: Pick<Cgroups, 'tree'>): Group[] {
  const walk = (path: string, depth: number): Group[] =>
    foldersIn(join(tree, path)).flatMap((name) => {
      const below = join(path, name);
      const id = CONTAINER.exec(name)?.[1];
      if (id === undefined) return depth < DEPTH ? walk(below, depth + 1) : [];
      const incarnation = inode(join(tree, below));
      return incarnation === undefined ? [] : [{ id, incarnation, path: below }];
    });
  return walk('', 1);
}

function inode(folder: string): string | undefined {
  return statSync(folder, { bigint: true, throwIfNoEntry: false })?.ino.toString();
}
