import type { Federation } from '../federation/index.ts';
import { ChatiereError, ExitCode, type Language, type Problem, text } from '../kernel/index.ts';
import type { Gap, HostReadings, HostSaid, Period, Recorded, WallReading } from '../metering/index.ts';
import { plain } from './event.ts';
import type { MeterAnswer, MeterExec } from './meter-exec.ts';

/** What the meter of every host says of a period; of a host that says nothing, why and what to do. Never throws for one host's sake. */
export async function readMeters(federation: Federation, exec: MeterExec, period: Period): Promise<ReadonlyMap<string, HostSaid>> {
  const said = [...federation.hosts.keys()].map(async (host) => [host, await readMeter(federation, exec, host, period)] as const);
  return new Map(await Promise.all(said));
}

/** The same of one host. */
export async function readMeter(federation: Hosts, exec: MeterExec, host: string, period: Period): Promise<HostSaid> {
  try {
    return { readings: await readingsOf(federation, exec, host, period) };
  } catch (error) {
    if (!(error instanceof ChatiereError) || !error.problems[0]) throw error;
    return { problem: error.problems[0] };
  }
}

/** Enters what a plug or a bill said. The meter is the judge: nothing has changed where this throws. */
export async function enterReading(federation: Hosts, exec: MeterExec, host: string, { from, to, joules }: WallReading, { replace, language }: { readonly replace: boolean; readonly language: Language }): Promise<void> {
  await asked(federation, exec, host, ['wall', ...during({ from, to }), '--joules', String(joules), ...(replace ? ['--replace'] : [])], language);
}

/** The windows that lie in a period, as they were sampled. @throws ChatiereError where there is no meter. */
export const minutesOf = async (federation: Hosts, exec: MeterExec, host: string, period: Period): Promise<Recorded[]> => linesOf<Recorded>(host, await asked(federation, exec, host, ['read', ...during(period)]));

type Hosts = Pick<Federation, 'hosts'>;

async function readingsOf(federation: Hosts, exec: MeterExec, host: string, period: Period): Promise<HostReadings> {
  const walls = linesOf<WallReading>(host, await asked(federation, exec, host, ['walls', ...during(period)]));
  // A bill's month is shared over all of its hours, whatever day is asked for.
  const whole = { from: Math.min(period.from, ...walls.map(({ from }) => from)), to: Math.max(period.to, ...walls.map(({ to }) => to)) };
  const windows = linesOf<Recorded>(host, await asked(federation, exec, host, ['read', '--by', 'hour', ...during(whole)]));
  const gaps = linesOf<(Gap & { at?: undefined }) | { at: number; seconds: number; reason: 'clock-step' }>(host, await asked(federation, exec, host, ['gaps', ...during(period)]));
  return {
    windows,
    walls,
    gaps: gaps.flatMap((one) => (one.reason === 'clock-step' ? [] : [one])),
    steps: gaps.flatMap((one) => (one.reason === 'clock-step' ? [{ at: one.at, seconds: one.seconds }] : [])),
  };
}

const during = ({ from, to }: Period): string[] => ['--from', String(from), '--to', String(to)];

async function asked({ hosts }: Hosts, exec: MeterExec, host: string, args: readonly string[], language: Language = 'fr'): Promise<MeterAnswer> {
  const answer = await exec(host, [...args, '--language', language]);
  if (answer === undefined) throw new ChatiereError(Object.hasOwn(hosts.get(host)?.platform ?? {}, 'meter') ? noMeter(host) : notListed(host));
  if (answer.code === 0) return answer;
  const words = plain(answer.stderr).trim().slice(0, 800).split('\n').map((line) => `\n  > ${line}`).join('');
  const codes: readonly number[] = Object.values(ExitCode);
  throw new ChatiereError(
    { code: 'meter-refused', what: text(`serveur ${host} : le compteur a refusé (${answer.code}) :${words}`, `host ${host}: the meter refused (${answer.code}):${words}`) },
    codes.includes(answer.code) && answer.code !== 0 ? (answer.code as ExitCode) : ExitCode.failure,
  );
}

/** NDJSON; a line that is none means another meter than ours, and nothing of it is believed. */
function linesOf<T>(host: string, { stdout }: MeterAnswer): T[] {
  try {
    return stdout.split('\n').filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as T);
  } catch {
    throw new ChatiereError({
      code: 'meter-words',
      what: text(`serveur ${host} : le compteur a répondu autre chose que des relevés`, `host ${host}: the meter answered something else than readings`),
      given: stdout.split('\n').find((line) => !line.startsWith('{')) ?? '',
      next: text(`lancer « chatiere up host.${host} »`, `run “chatiere up host.${host}”`),
    });
  }
}

const noMeter = (host: string): Problem => ({
  code: 'no-meter',
  what: text(`serveur ${host} : pas de relevé, son compteur ne tourne pas`, `host ${host}: no reading, its meter is not running`),
  next: text(`lancer « chatiere up host.${host} »`, `run “chatiere up host.${host}”`),
});

const notListed = (host: string): Problem => ({
  code: 'no-meter',
  what: text(`serveur ${host} : pas de relevé, il n’a pas de compteur`, `host ${host}: no reading, it has no meter`),
  where: { file: `hosts/${host}.yaml`, field: 'platform' },
  next: text(`y ajouter « meter: » et sa version (chatiere catalog show meter), puis chatiere up host.${host}`, `add “meter:” and its release there (chatiere catalog show meter), then chatiere up host.${host}`),
});
