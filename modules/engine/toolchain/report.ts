import { localImageNames, localImageTag } from '../../../tools/images/index.ts';
import { type Text, text } from '../../kernel/index.ts';
import { findExtension } from './cli-plugins.ts';
import { CLUSTER_PARTS, findCluster } from './cluster.ts';
import { canInstallPackages } from './debian.ts';
import { findDocker } from './docker.ts';
import { findGo } from './go.ts';
import { hasImage } from './images.ts';
import { runningNode } from './node.ts';
import type { PartName, ResolvedPart } from './part.ts';
import { findPlugin, PLUGINS } from './plugins.ts';
import { findPulumi } from './pulumi.ts';

/** One line of `chatiere doctor`. */
export interface PartReport {
  readonly part: PartName;
  /** Absent when the part is missing. */
  readonly found?: ResolvedPart;
  /** Whether nothing needs to be done: the part is here, or nothing asks for it. */
  readonly ok: boolean;
  /** What is missing or worth knowing. */
  readonly note?: Text;
  readonly next?: Text;
}

/** The state of every part as it is, without downloading, building or starting anything. */
export async function toolchainReport(): Promise<PartReport[]> {
  const [pulumi, docker, go, compose, buildx, plugins, kubernetes, cluster] = await Promise.all([
    findPulumi(), findDocker(), findGo(), findExtension('compose'), findExtension('buildx'), Promise.all(PLUGINS.map(findPlugin)), findPlugin('kubernetes'), findCluster(),
  ]);
  const images = docker ? await Promise.all(localImageNames().map(imageReport)) : [];
  return [
    { part: 'node', found: runningNode(), ok: true },
    report('pulumi', pulumi?.[0], prepared),
    report('language-host', pulumi?.[1], prepared),
    ...PLUGINS.map((name, index) => pluginReport(`plugin-${name}`, plugins[index])),
    report('docker', docker, dockerAdvice()),
    ...images,
    optional('plugin-kubernetes', kubernetes, text('sert aux serveurs qui sont des grappes Kubernetes', 'serves hosts that are Kubernetes clusters')),
    ...CLUSTER_PARTS.map((part) => optional(part, cluster.find((found) => found.part === part), text('sert à la grappe d’essai, « chatiere cluster up »', 'serves the trial cluster, "chatiere cluster up"'))),
    optional('go', go, text('sert seulement à compiler ce qui ne se télécharge pas', 'serves only to build what cannot be downloaded')),
    optional('compose', compose, text('sert aux tests et aux mesures', 'serves tests and measurements')),
    optional('buildx', buildx, text('sert à construire des images avec un moteur récent', 'serves to build images with a recent engine')),
  ];
}

const prepared = text('« npm start » ou « chatiere up » le prépare', '"npm start" or "chatiere up" makes it ready');

const report = (part: PartName, found: ResolvedPart | undefined, next: Text): PartReport =>
  found ? { part, found, ok: true } : { part, ok: false, note: text('absent', 'missing'), next };

const optional = (part: PartName, found: ResolvedPart | undefined, note: Text): PartReport => ({ part, ok: true, note, ...(found && { found }) });

function pluginReport(part: PartName, found: ResolvedPart | undefined): PartReport {
  if (found?.origin !== 'stand-in') return report(part, found, prepared);
  return { part, found, ok: true, note: text('remplacement, refusé en production', 'stand-in, refused in production'), next: text('ouvrir le réseau aux téléchargements de Pulumi', 'open the network to Pulumi’s downloads') };
}

async function imageReport(name: string): Promise<PartReport> {
  const part: PartName = `image-${name}`;
  const tag = localImageTag(name);
  if (!(await hasImage(name))) return { part, ok: true, note: text('construite au besoin', 'built when needed') };
  return { part, found: { part, version: tag.split(':')[1] ?? '', origin: 'built', path: tag }, ok: true, note: text('construite ici, refusée en production', 'built here, refused in production') };
}

const dockerAdvice = (): Text =>
  canInstallPackages()
    ? text('« npm start » l’installe depuis Debian et le démarre', '"npm start" installs it from Debian and starts it')
    : text('installer et démarrer Docker Engine, et ajouter cette personne au groupe docker', 'install and start Docker Engine, and add this person to the docker group');
