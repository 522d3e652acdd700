import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Recorded } from '../../modules/metering/index.ts';
import { CHECKOUT } from '../catalog/folder.ts';
import { recordedMeters, type Recording } from '../metering/recorded.ts';
import { MeterEngine } from './meter-engine.ts';

/** A copy of the demonstration whose host has a meter with these windows, behind an engine of its own on loopback. */
export interface MeteredDemo {
  readonly directory: string;
  readonly recording: Recording;
  readonly engine: MeterEngine;
  /** What the meter was asked, in order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

export async function openMeteredDemo(windows: Recorded[]): Promise<MeteredDemo> {
  const directory = join(await mkdtemp(join(tmpdir(), 'chatiere-metered-')), 'demo');
  await cp(join(CHECKOUT, 'examples', 'demo'), directory, { recursive: true });
  const recording: Recording = { windows, walls: [], gaps: [], steps: [] };
  const asked: string[] = [];
  const engine = await new MeterEngine('serveur-1', recordedMeters({ 'serveur-1': recording }, asked)).start();
  const file = join(directory, 'hosts', 'serveur-1.yaml');
  await writeFile(file, (await readFile(file, 'utf8')).replace('unix:///var/run/docker.sock', engine.address));
  const close = async (): Promise<void> => {
    await engine.stop();
    await rm(join(directory, '..'), { recursive: true });
  };
  return { directory, recording, engine, asked, close };
}
