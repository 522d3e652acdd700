import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkpointFile, layoutOf } from '../../modules/engine/layout.ts';
import { withLocks } from '../../modules/engine/locks.ts';
import { runPulumi } from '../../modules/engine/run.ts';
import { ensureStack, listStacks, stackOutputs } from '../../modules/engine/stack.ts';
import { copiesOf, KEPT, settle } from '../../modules/engine/state/copies.ts';
import { damageOf, refuseDamage } from '../../modules/engine/state/integrity.ts';
import { acceptState, isRestored, restoreState } from '../../modules/engine/state/restore.ts';
import { checkRoom } from '../../modules/engine/state/room.ts';
import { lastUpdate, parseCheckpoint, readContent } from '../../modules/engine/state/store.ts';
import { ChatiereError, ExitCode, sha256 } from '../../modules/kernel/index.ts';
import { words } from '../catalog/folder.ts';
import { type Bench, openBench } from './bench.ts';

const STACK = 'mrc-demo';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
  await bench.program(`export const one = new command.local.Command('one', { create: 'echo un' }).stdout;`);
  await ensureStack(bench.engine, STACK);
  await update();
});
afterAll(() => bench?.[Symbol.asyncDispose]());

const layout = () => bench.engine.layout;
const file = () => checkpointFile(layout(), STACK);
const run = (operation: 'up' | 'refresh' = 'up') => runPulumi(bench.engine, { operation, stack: STACK, listen: bench.listen });
async function update(): Promise<void> {
  await run();
  settle(layout(), STACK);
}

function refusal(act: () => void): ChatiereError {
  try {
    act();
  } catch (error) {
    return error as ChatiereError;
  }
  throw new Error('nothing was refused');
}

describe('a checkpoint', () => {
  it('is kept after each operation that changes it, readable by the owner only', async () => {
    const [newest] = copiesOf(layout(), STACK);
    expect(newest?.sha256).toBe(sha256(readFileSync(file())));
    expect(statSync(newest?.file as string).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(newest?.file as string)).mode & 0o777).toBe(0o700);
    expect(statSync(file()).mode & 0o077).toBe(0);
    const before = copiesOf(layout(), STACK).length;
    settle(layout(), STACK);
    expect(copiesOf(layout(), STACK)).toHaveLength(before);
  });

  it('is what Pulumi’s own record of the operation holds', async () => {
    expect(lastUpdate(layout(), STACK)).toMatchObject({ kind: 'update', succeeded: true });
    expect(lastUpdate(layout(), STACK)?.content?.equals(readContent(layout(), STACK) as Buffer)).toBe(true);
    await run('refresh');
    expect(lastUpdate(layout(), STACK)).toMatchObject({ kind: 'refresh', succeeded: true });
    await update();
  });

  it('keeps the last ten and their records, however many operations there were', async () => {
    for (let index = 0; index < KEPT + 3; index++) {
      const content = JSON.parse(readFileSync(file(), 'utf8')) as { checkpoint: { latest: { manifest: { time: string } } } };
      content.checkpoint.latest.manifest.time = new Date(index).toISOString();
      writeFileSync(file(), JSON.stringify(content));
      settle(layout(), STACK);
    }
    const copies = copiesOf(layout(), STACK);
    expect(copies).toHaveLength(KEPT);
    expect(copies.map(({ sequence }) => sequence)).toEqual(copies.map((_, index) => (copies[0]?.sequence as number) - index));
    const records = join(layout().state, '.pulumi', 'history', 'chatiere', STACK);
    const model = readdirSync(records).find((name) => name.endsWith('.history.json')) as string;
    for (let index = 0; index < KEPT + 3; index++) writeFileSync(join(records, `${STACK}-1${String(index).padStart(18, '0')}.history.json`), readFileSync(join(records, model)));
    settle(layout(), STACK);
    expect(readdirSync(records).filter((name) => name.endsWith('.history.json'))).toHaveLength(KEPT);
    // What is oldest went, not what Pulumi wrote.
    expect(readdirSync(records)).toContain(model);
    await update();
  });
});

describe('a damaged state is refused by name, with the way back, and the way back works', () => {
  beforeEach(() => expect(damageOf(layout(), STACK)).toBeUndefined());

  const damages = [
    ['empty', () => writeFileSync(file(), ''), 'l’état de la pile est vide', 'the state of the stack is empty'],
    ['empty', () => writeFileSync(file(), Buffer.alloc(4096)), 'l’état de la pile est vide', 'the state of the stack is empty'],
    ['cut', () => writeFileSync(file(), readFileSync(file()).subarray(0, 700)), 'l’état de la pile est tronqué ou illisible', 'the state of the stack is cut off or unreadable'],
    ['cut', () => writeFileSync(file(), '{"version":3}'), 'l’état de la pile est tronqué ou illisible', 'the state of the stack is cut off or unreadable'],
    ['altered', () => flipBit(file(), 1), 'l’état de la pile a été modifié par autre chose qu’une opération', 'the state of the stack was changed by something other than an operation'],
    ['gone', () => rmSync(file()), 'l’état de la pile a disparu', 'the state of the stack is gone'],
  ] as const;

  it.each(damages)('%s', async (damage, harm, fr, en) => {
    const before = readFileSync(file());
    harm();
    const harmed = readContent(layout(), STACK);
    expect(damageOf(layout(), STACK)).toBe(damage);
    const [copy] = copiesOf(layout(), STACK);
    const when = copy?.keptAt.toISOString();
    const count = parseCheckpoint(before)?.resources.length;
    const [orFr, orEn] = damage === 'altered' ? [` ; si le changement est voulu : chatiere state accept ${STACK}`, `; if the change is meant: chatiere state accept ${STACK}`] : ['', ''];

    const error = await withLocks(layout(), [STACK], bench.listen, () => Promise.reject(new Error('went on'))).catch((thrown: ChatiereError) => thrown);
    expect((error as ChatiereError).exitCode).toBe(ExitCode.refused);
    expect(words((error as ChatiereError).problems, 'fr')).toEqual([`${file()}: pile « ${STACK} » : ${fr}`, `  à faire : chatiere state restore ${STACK} : reprend la copie nᵒ ${copy?.sequence} (${count} ressources, gardée le ${when})${orFr}`]);
    expect(words((error as ChatiereError).problems, 'en')).toEqual([`${file()}: stack "${STACK}": ${en}`, `  next: chatiere state restore ${STACK}: takes copy no. ${copy?.sequence} back (${count} resources, kept on ${when})${orEn}`]);
    expect(readContent(layout(), STACK)).toEqual(harmed);
    expect(await listStacks(layout())).toContain(STACK);

    const { aside } = restoreState(layout(), STACK);
    expect(readFileSync(file())).toEqual(before);
    expect(aside === undefined ? undefined : readFileSync(aside)).toEqual(harmed);
    expect(isRestored(layout(), STACK)).toBe(true);
    expect(damageOf(layout(), STACK)).toBeUndefined();
    expect(await run()).toMatchObject({ create: 0, update: 0, replace: 0, delete: 0 });
    settle(layout(), STACK);
  });

  it('passes over a copy that is damaged itself', () => {
    const [newest, second] = copiesOf(layout(), STACK);
    const kept = readFileSync(newest?.file as string);
    flipBit(newest?.file as string, 1);
    writeFileSync(file(), '');
    expect(refusal(() => refuseDamage(layout(), [STACK])).problems[0]?.next?.fr).toContain(`nᵒ ${second?.sequence} `);
    writeFileSync(newest?.file as string, kept);
    restoreState(layout(), STACK);
  });

  it('a change by hand that leaves no record is accepted on demand; what is no state is not', async () => {
    flipBit(file(), 1);
    expect(damageOf(layout(), STACK)).toBe('altered');
    acceptState(layout(), STACK);
    expect(damageOf(layout(), STACK)).toBeUndefined();
    const content = readFileSync(file());
    writeFileSync(file(), 'rien');
    expect(words(refusal(() => acceptState(layout(), STACK)).problems, 'fr')).toEqual([`${file()}: pile « ${STACK} » : ce qui est là n’est pas un état`, `  à faire : chatiere state restore ${STACK}`]);
    writeFileSync(file(), content);
  });

  it('attributes that a kill left half written stop Pulumi, and are gone once the locks are taken', async () => {
    const attributes = `${file()}.attrs`;
    expect(JSON.parse(readFileSync(attributes, 'utf8'))).toBeTypeOf('object');
    writeFileSync(attributes, '');
    await expect(run()).rejects.toThrow(/EOF/);
    await withLocks(layout(), [STACK], bench.listen, update);
    expect(JSON.parse(readFileSync(attributes, 'utf8'))).toBeTypeOf('object');
  });

  it('an operation by hand is no damage', async () => {
    await bench.program(`export const one = new command.local.Command('one', { create: 'echo deux' }).stdout;`);
    await run();
    expect(damageOf(layout(), STACK)).toBeUndefined();
    expect(await stackOutputs(bench.engine, STACK)).toMatchObject({ one: 'deux' });
    settle(layout(), STACK);
  });
});

/** Of the last letter of the last text in it, so that it stays JSON. */
function flipBit(path: string, bit: number): void {
  const content = readFileSync(path);
  const at = content.toString('latin1').search(/echo/);
  content[at] = (content[at] as number) ^ bit;
  writeFileSync(path, content);
}

describe('room for the state', () => {
  let place: string;
  beforeAll(async () => {
    place = await mkdtemp(join(tmpdir(), 'chatiere-room-'));
  });
  afterAll(() => rm(place, { recursive: true }));

  /** A file system of its own, so that it can be full. */
  async function mounted(options: string, act: (layout: ReturnType<typeof layoutOf>) => Promise<void> | void): Promise<void> {
    const own = layoutOf(join(place, 'federation'));
    await mkdir(own.state, { recursive: true });
    await execa('mount', ['-t', 'tmpfs', '-o', options, 'chatiere-essai', own.state]);
    try {
      await act(own);
    } finally {
      await execa('umount', [own.state]);
    }
  }

  it.each([
    ['full', 'size=17m,nr_inodes=1k', 'il n’y a plus assez de place pour l’état (4 Mio libres) : rien n’est commencé', 'there is not enough room left for the state (4 MiB free): nothing is begun', '16 Mio au moins'],
    ['out of inodes', 'size=64m,nr_inodes=100', /^il n’y a plus assez de place pour l’état \(\d+ inodes libres\) : rien n’est commencé$/, /^there is not enough room left for the state \(\d+ inodes free\): nothing is begun$/, '200 inodes au moins'],
  ])('%s: nothing is begun', async (_, options, fr, en, allowed) => {
    await mounted(options, async (own) => {
      if (options.startsWith('size=17m')) writeFileSync(join(own.state, 'full'), Buffer.alloc(13 * 1024 * 1024 - 4096));
      const error = await withLocks(own, [STACK], bench.listen, () => Promise.reject(new Error('went on'))).catch((thrown: ChatiereError) => thrown);
      const [problem] = (error as ChatiereError).problems;
      expect(problem?.what.fr).toMatch(fr);
      expect(problem?.what.en).toMatch(en);
      expect(problem?.allowed?.fr).toBe(allowed);
      expect((error as ChatiereError).exitCode).toBe(ExitCode.refused);
    });
  });

  it('read-only: nothing is begun', async () => {
    await mounted('size=64m,ro', (own) => {
      expect(refusal(() => checkRoom(own)).problems[0]).toMatchObject({
        code: 'state-not-writable',
        what: { fr: 'le dossier de l’état ne peut pas être écrit (EROFS) : rien n’est commencé', en: 'the state folder cannot be written (EROFS): nothing is begun' },
        given: own.state,
      });
    });
  });

  it('that runs out in the middle stops before the next resource, and the state has a way back', async () => {
    const full = await openBench();
    try {
      const { state } = full.engine.layout;
      await execa('mount', ['-t', 'tmpfs', '-o', 'size=64m,mode=0700', 'chatiere-essai', state]);
      const marks = join(place, 'marks');
      await mkdir(marks, { recursive: true });
      await full.program(`
        // What it prints enters the state, which must grow beyond what an older file in its place gives back.
        const first = new command.local.Command('first', { create: 'touch ${marks}/first; dd if=/dev/zero of=${state}/filler bs=1M count=80 2>/dev/null; seq 1 4000' });
        new command.local.Command('second', { create: 'touch ${marks}/second' }, { dependsOn: [first] });`);
      await ensureStack(full.engine, STACK);
      settle(full.engine.layout, STACK);
      await expect(runPulumi(full.engine, { operation: 'up', stack: STACK, listen: full.listen })).rejects.toThrow(/no space left|aucun espace/i);
      // Pulumi tries to write for half a minute before it gives up.
      expect(readdirSync(marks)).toEqual(['first']);
      rmSync(join(state, 'filler'));
      // A write that found no room may have cut off what was there before (it does, with 3.259): never taken for a state, and a copy is there.
      expect(damageOf(full.engine.layout, STACK)).toMatch(/^(cut|empty)$/);
      restoreState(full.engine.layout, STACK);
      await full.program(`
        const first = new command.local.Command('first', { create: 'true' });
        new command.local.Command('second', { create: 'touch ${marks}/second' }, { dependsOn: [first] });`);
      await runPulumi(full.engine, { operation: 'refresh', stack: STACK, listen: full.listen });
      await runPulumi(full.engine, { operation: 'up', stack: STACK, listen: full.listen });
      expect(readdirSync(marks)).toEqual(['first', 'second']);
    } finally {
      await execa('umount', [full.engine.layout.state], { reject: false });
      await full[Symbol.asyncDispose]();
    }
  });
});
