import { Writable } from 'node:stream';
import type Docker from 'dockerode';
import { ChatiereError, type ExitCode, label, type Language, text } from '../kernel/index.ts';
import type { Recorded, WallReading } from '../metering/index.ts';
import { hostStack, known } from '../placement/index.ts';
import { withDocker } from './docker.ts';
import type { Session } from './session.ts';

/** The meter's own program in its image. */
const PROGRAM = 'meter';

/** Enters the reading of a plug or a bill into a host's ledger. @throws ChatiereError in the meter's own words when it cannot be. */
export async function enterReading(session: Session, host: string, { from, to, joules }: WallReading, { replace, language }: { readonly replace: boolean; readonly language: Language }): Promise<void> {
  await askMeter(session, host, ['wall', '--language', language, '--joules', String(joules), '--from', String(from), '--to', String(to), ...(replace ? ['--replace'] : [])]);
}

/** What a host did in a period, hour by hour, or by window as measured. Epoch seconds. */
export async function readWindows(session: Session, host: string, { from, to }: Pick<WallReading, 'from' | 'to'>, by: 'window' | 'hour' = 'hour'): Promise<Recorded[]> {
  return (await askMeter(session, host, ['read', '--by', by, '--from', String(from), '--to', String(to)])) as Recorded[];
}

/**
 * Runs a command of a host's meter, inside its container: the ledger never leaves the host as a file.
 * @returns what it says, a line each. @throws ChatiereError when no meter runs there, or when it refuses.
 */
export async function askMeter({ federation }: Session, host: string, words: readonly string[]): Promise<unknown[]> {
  const { engine } = known(federation.hosts, host, text('serveur inconnu', 'unknown host'));
  return withDocker(engine, async (docker) => {
    const [found] = await docker.listContainers({ filters: { status: ['running'], label: [`${label.federation}=${federation.sheet.id}`, `${label.stack}=${hostStack(host)}`, `${label.provides}=meter`] } });
    if (found === undefined) throw noMeter(host);
    const { output, errors, exitCode } = await execute(docker, found.Id, [PROGRAM, ...words]);
    if (exitCode !== 0) throw refused(host, errors.trim(), exitCode);
    return output.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as unknown);
  });
}

async function execute(docker: Docker, container: string, Cmd: string[]): Promise<{ readonly output: string; readonly errors: string; readonly exitCode: number }> {
  const exec = await docker.getContainer(container).exec({ Cmd, AttachStdout: true, AttachStderr: true });
  const stream = await exec.start({});
  const [output, errors] = [new Collected(), new Collected()];
  docker.modem.demuxStream(stream, output, errors);
  await new Promise((resolve, reject) => stream.once('end', resolve).once('close', resolve).once('error', reject));
  return { output: output.text, errors: errors.text, exitCode: (await exec.inspect()).ExitCode ?? -1 };
}

class Collected extends Writable {
  readonly #parts: Buffer[] = [];

  override _write(part: Buffer, _: string, done: () => void): void {
    this.#parts.push(part);
    done();
  }

  get text(): string {
    return Buffer.concat(this.#parts).toString();
  }
}

const noMeter = (host: string): ChatiereError =>
  new ChatiereError({
    code: 'no-meter',
    what: text('aucun compteur ne tourne sur ce serveur', 'no meter runs on this host'),
    given: host,
    next: text(`ajouter « meter » à la liste platform de hosts/${host}.yaml s’il n’y est pas, puis chatiere up ${hostStack(host)}`, `add "meter" to the list platform of hosts/${host}.yaml if it is not there, then chatiere up ${hostStack(host)}`),
  });

/** The meter speaks the language that it was asked in. */
const refused = (host: string, words: string, exitCode: number): ChatiereError =>
  new ChatiereError({
    code: 'meter-refused',
    what: text(`le compteur de « ${host} » a refusé :\n${quoted(words)}`, `the meter of "${host}" refused:\n${quoted(words)}`),
  }, (exitCode > 0 && exitCode < 6 ? exitCode : 1) as ExitCode);

const quoted = (words: string): string => words.slice(0, 2000).split('\n').map((line) => `  > ${line}`).join('\n');
