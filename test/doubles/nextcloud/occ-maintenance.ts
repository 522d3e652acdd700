import { randomBytes } from 'node:crypto';
import { versionIn } from './install.ts';
import { fail, type Handler, isFlag, option } from './desk.ts';
import { type Place, type System, writeSystem } from './place.ts';
import { importCertificate, removeCertificate } from './trust.ts';

/** What status.php and `occ status` both say. */
export function statusOf({ contract }: Place, system: System) {
  const installed = system['installed'] === true;
  return {
    installed,
    maintenance: system['maintenance'] === true,
    needsDbUpgrade: installed && system['version'] !== `${contract.version}.1`,
    version: `${contract.version}.1`,
    versionstring: contract.version,
    edition: '',
    productname: 'Nextcloud',
    extendedSupport: false,
  };
}

const status: Handler = async (call, { place, system, print }) => {
  const found = statusOf(place, system);
  print(option(call, 'output')?.startsWith('json') ? JSON.stringify(found) : Object.entries(found).map(([key, value]) => `  - ${key}: ${String(value)}`).join('\n'));
  if (!isFlag(call, 'e')) return 0;
  return found.needsDbUpgrade ? 2 : found.maintenance ? 1 : 0;
};

const mode: Handler = async (call, { place, system, print }) => {
  const [on, off] = [isFlag(call, 'on'), isFlag(call, 'off')];
  if (on && off) return fail('Both --on and --off given');
  if (on || off) writeSystem(place, { ...system, maintenance: on });
  print(`Maintenance mode ${on || off ? '' : 'is currently '}${on || (!off && system['maintenance'] === true) ? 'enabled' : 'disabled'}`);
  return undefined;
};

const importAuthority: Handler = async (call, { system }) => {
  try {
    importCertificate(system, call.words[0] ?? '');
    return undefined;
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
};

export const maintenanceCommands: Readonly<Record<string, Handler>> = {
  status,
  'maintenance:mode': mode,
  'maintenance:data-fingerprint': async (_, { place, system }) => writeSystem(place, { ...system, 'data-fingerprint': randomBytes(16).toString('hex') }),
  'background:cron': async (_, { store, print }) => {
    await store.setAppValue('core', 'backgroundjobs_mode', 'cron');
    print('Set mode for background jobs to "cron"');
  },
  'db:add-missing-indices': async (_, { place, print }) => print(`Done (code of ${versionIn(place) ?? 'no version'})`),
  'security:certificates:import': importAuthority,
  'security:certificates:remove': async (call, { system }) => removeCertificate(system, call.words[0] ?? ''),
};
