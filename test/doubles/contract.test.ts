import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { latestRelease, loadCatalog, type Release } from '../../modules/catalog/index.ts';
import { CHECKOUT } from '../catalog/folder.ts';
import { callsOf, refusedCall } from './argv.ts';
import { Command, Contract, loadContracts, sourceGaps } from './contract.ts';
import { straysOf } from './strays.ts';

const CATALOG = join(CHECKOUT, 'catalog');
const contracts = loadContracts();
const catalog = loadCatalog(CATALOG);

describe.each(contracts.map((contract) => [contract.app, contract] as const))('the table of %s', (app, contract) => {
  it('has a source for every row, and uses every source', () => {
    expect(sourceGaps(contract)).toEqual([]);
  });

  it('lists all that the entry uses', () => {
    const releases = [...(catalog.apps.get(app)?.values() ?? [])];
    expect(releases.map(({ release }) => release)).not.toEqual([]);
    expect(releases.flatMap((release) => straysOf(contract, release))).toEqual([]);
  });
});

describe('an entry that leaves its table', () => {
  const table = Contract.parse({
    app: 'lecteur', version: '2.2.15', images: ['outil'], unconfirmed: [],
    sources: { readme: { repository: 'someone/lecteur', path: 'README.md', commit: 'a'.repeat(40), read: '2026-11-25' } },
    environment: Object.fromEntries(['BASE_URL', 'ISSUER', 'CLIENT', 'TOKEN', 'EMPTY'].map((name) => [name, { source: 'readme', applies: 'start', values: ['8080'] }])),
    commands: [{ source: 'readme', argv: ['prepare'], options: { '--language': 'value' }, confirmed: true }, { source: 'readme', argv: ['wget', '-q'], arguments: 1, confirmed: true }],
  });

  it('is told what and where', () => {
    expect(straysOf(table, lecteur())).toEqual([
      'compose.yaml services.app.environment.EMPTY: value ',
      'compose.yaml services.app.environment.QUOTED: no such variable',
      'compose.yaml services.app.command: /bin/server --name ${ORGANIZATION_NAME} --listen 0.0.0.0:8080 --price: no such command',
      'app.yaml.configure.install.argv: setup ${ORGANIZATION}: no such command',
      'app.yaml.configure.migrate.argv: migrate: no such command',
      'compose.yaml services.app.healthcheck: endpoint /${PATH}',
      'app.yaml oidc: redirect /callback',
    ]);
  });

  it('has no gaps where each row has a source', () => {
    expect(sourceGaps(table)).toEqual([]);
    expect(sourceGaps({ ...table, sources: {} })).toContain('environment.ISSUER: no source readme');
  });
});

describe('calls', () => {
  const commands = [
    Command.parse({ source: 'x', confirmed: true, argv: ['php', 'occ', 'provider'], options: { '--id': 'value', '--force': 'flag', '--output': 'word' }, arguments: [0, 1] }),
    Command.parse({ source: 'x', confirmed: true, argv: ['php', 'occ', 'theme'], arguments: 2, words: [['name', 'logo']] }),
  ];
  const refused = (...argv: string[]): string | undefined => refusedCall(commands, ['php', 'occ', ...argv]);

  it.each([
    [['provider', '--id=1', '--force', 'main'], undefined],
    [['provider', '--id', '1', 'main'], undefined],
    [['provider', '--ID=1'], 'no such option --ID'],
    [['provider', '--force=1'], 'option --force takes no value'],
    [['provider', '--id'], 'option --id takes a value'],
    [['provider', '--output', 'a'], undefined],
    [['provider', '--output=a'], 'option --output takes the next word, not what stands after ='],
    [['provider', 'one', 'two'], '2 arguments, not 0 to 1'],
    [['theme', 'name', '--', '-x'], undefined],
    [['theme', 'name'], '1 arguments, not 2'],
    [['theme', 'colour', 'red'], 'no such argument colour'],
    [['theme', '$key', 'red'], undefined],
    [['nothing'], 'no such command'],
  ])('%j: %s', (argv, why) => {
    expect(refused(...argv)).toBe(why);
  });

  it('finds the calls of a script', () => {
    const script = 'set -e\nif ! php occ provider main >/dev/null; then # not yet\n  php occ provider \\\n    --id="${ID}" main\nfi\nvalue=$(php occ theme name "a b")\ncat /etc/passwd';
    expect(callsOf({ commands }, ['sh', '-ec', script])).toEqual([
      ['php', 'occ', 'provider', 'main'],
      ['php', 'occ', 'provider', '--id=${ID}', 'main'],
      ['php', 'occ', 'theme', 'name', 'a b'],
    ]);
    expect(callsOf({ commands }, ['tar', '-c'])).toEqual([['tar', '-c']]);
  });
});

const lecteur = (): Release => latestRelease(loadCatalog(join(CHECKOUT, 'test', 'catalog', 'sample')), 'lecteur');
