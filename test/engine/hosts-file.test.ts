import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { missingNames, withBlock, writeHostsBlock } from '../../modules/engine/hosts-file.ts';

const entries = [{ address: '127.0.0.1', names: ['connexion.demo.test', 'lecture.demo.test'] }];
const block = '# >>> chatiere demo\n127.0.0.1 connexion.demo.test\n127.0.0.1 lecture.demo.test\n# <<< chatiere demo\n';

describe('the block of a federation', () => {
  it('is put at the end, whole', () => {
    expect(withBlock('127.0.0.1 localhost\n', 'demo', entries)).toBe(`127.0.0.1 localhost\n${block}`);
    expect(withBlock('127.0.0.1 localhost', 'demo', entries)).toBe(`127.0.0.1 localhost\n${block}`);
    expect(withBlock('', 'demo', entries)).toBe(block);
  });

  it('is replaced, not repeated', () => {
    const once = withBlock('127.0.0.1 localhost\n', 'demo', entries);
    expect(withBlock(once, 'demo', entries)).toBe(once);
    expect(withBlock(once, 'demo', [{ address: '10.0.0.2', names: ['a.demo.test'] }])).toBe('127.0.0.1 localhost\n# >>> chatiere demo\n10.0.0.2 a.demo.test\n# <<< chatiere demo\n');
  });

  it('stays where it stands, so that federations do not take turns at the end', () => {
    const two = `${block}# >>> chatiere autre\n127.0.0.1 a.autre.test\n# <<< chatiere autre\n`;
    expect(withBlock(two, 'demo', entries)).toBe(two);
    expect(withBlock(`${two}${block}`, 'demo', entries)).toBe(two);
  });

  it('leaves every other line byte for byte, other federations’ blocks too', () => {
    const lines = fc.array(fc.string({ maxLength: 20 }).filter((line) => !line.includes('\n') && !line.startsWith('# ')), { maxLength: 6 });
    fc.assert(fc.property(lines, lines, (before, after) => {
      const others = [...before, '# >>> chatiere autre', '127.0.0.1 a.autre.test', '# <<< chatiere autre', ...after, ''].join('\n');
      expect(withBlock(withBlock(others, 'demo', entries), 'demo', [])).toBe(others);
    }));
  });

  it('that lost its end takes no line of others with it', () => {
    const broken = '# >>> chatiere demo\n127.0.0.1 connexion.demo.test\n# mine\n::1\tip6-localhost\n';
    expect(withBlock(broken, 'demo', [])).toBe('# mine\n::1\tip6-localhost\n');
  });

  it('of a federation whose name begins alike is not taken', () => {
    expect(withBlock(block.replaceAll('chatiere demo', 'chatiere demo-2'), 'demo', [])).toBe(block.replaceAll('chatiere demo', 'chatiere demo-2'));
  });
});

describe('the file', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chatiere-hosts-'));
    file = join(folder, 'hosts');
    await writeFile(file, '127.0.0.1 localhost\n');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is rewritten in place, since a bind mount cannot be renamed over, and grows and shrinks', async () => {
    const { ino } = await stat(file);
    expect(await writeHostsBlock('demo', entries, file)).toBe(true);
    expect(await readFile(file, 'utf8')).toBe(`127.0.0.1 localhost\n${block}`);
    expect(await writeHostsBlock('demo', entries, file)).toBe(false);
    expect(await writeHostsBlock('demo', [], file)).toBe(true);
    expect(await readFile(file, 'utf8')).toBe('127.0.0.1 localhost\n');
    expect((await stat(file)).ino).toBe(ino);
  });

  it('loses no block when several federations write at once', async () => {
    await Promise.all(['un', 'deux', 'trois', 'quatre'].map((id) => writeHostsBlock(id, [{ address: '127.0.0.1', names: [`a.${id}.test`] }], file)));
    const content = await readFile(file, 'utf8');
    for (const id of ['un', 'deux', 'trois', 'quatre']) expect(content).toContain(`# >>> chatiere ${id}\n127.0.0.1 a.${id}.test\n# <<< chatiere ${id}\n`);
  });
});

it('names that point elsewhere, or stand in a comment, are missing', () => {
  expect(missingNames('10.0.0.9 connexion.demo.test\n# 127.0.0.1 lecture.demo.test\n', entries)).toEqual(['connexion.demo.test', 'lecture.demo.test']);
  expect(missingNames('127.0.0.1\tx connexion.demo.test lecture.demo.test # ours\n', entries)).toEqual([]);
});
