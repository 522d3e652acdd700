import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { foldersIn, readCount, readText } from './counters-files.ts';
import type { EnergyZone } from './sample.ts';

/** The processor's energy counters, opened once: `energy_uj` belongs to root alone, and the meter gives root up right after. */
export interface Powercap {
  /** Zones that were read just now; one that cannot be read is left out. */
  read(): EnergyZone[];
  close(): void;
}

interface OpenZone extends Omit<EnergyZone, 'microjoules'> {
  readonly descriptor: number;
}

/** The control type whose zones are taken: its twin by memory-mapped registers, `intel-rapl-mmio`, counts the same packages. AMD's counters have this name too. */
const CONTROL = 'intel-rapl';

/**
 * Opens the zones below `<devices>/powercap/intel-rapl`. None on most virtual machines; then there is simply no energy figure of this kind.
 * @param devices the host's /sys/devices/virtual, which is always there: a folder that may be absent cannot be bound into a container.
 */
export function openPowercap(devices: string): Powercap {
  const zones = zonesBelow(join(devices, 'powercap', CONTROL));
  return {
    read: () => zones.flatMap(({ descriptor, ...zone }) => {
      const microjoules = readOpen(descriptor);
      return microjoules === undefined ? [] : [{ ...zone, microjoules }];
    }),
    close: () => zones.forEach(({ descriptor }) => closeSync(descriptor)),
  };
}

function zonesBelow(folder: string): OpenZone[] {
  return foldersIn(folder).filter((name) => name.startsWith(`${CONTROL}:`)).sort().flatMap((name) => {
    const own = join(folder, name);
    const kind = kindOf(readText(join(own, 'name'))?.trim());
    const descriptor = kind && openForReading(join(own, 'energy_uj'));
    const zone = descriptor === undefined || kind === undefined ? [] : [{ name, kind, range: readCount(join(own, 'max_energy_range_uj')), descriptor }];
    return [...zone, ...zonesBelow(own)];
  });
}

/** `package-0`, `dram`, `psys`. `core` and `uncore` are inside the package. */
function kindOf(name: string | undefined): EnergyZone['kind'] | undefined {
  if (name?.startsWith('package-')) return 'package';
  return name === 'dram' || name === 'psys' ? name : undefined;
}

function openForReading(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch {
    return undefined;
  }
}

/** Read again from its beginning, an open file of the kernel's gives its value of now. */
function readOpen(descriptor: number): number | undefined {
  const buffer = Buffer.alloc(32);
  try {
    const words = buffer.toString('latin1', 0, readSync(descriptor, buffer, 0, buffer.length, 0)).trim();
    return /^\d+$/.test(words) ? Number(words) : undefined;
  } catch {
    return undefined;
  }
}
