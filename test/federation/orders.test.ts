import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../modules/catalog/index.ts';
import { approveOrders, type Federation, loadFederation, type NewOrder, newOrders, type OrderChoices, type OrderLine, writeChanges } from '../../modules/federation/index.ts';
import { CHECKOUT, contents, inCopyOf, problemsOf } from '../catalog/folder.ts';

const catalog = loadCatalog(join(CHECKOUT, 'test', 'catalog', 'sample'));
const request = { organization: 'village-demo', requestedOn: '2026-11-23' };
const LINES: readonly OrderLine[] = [{ app: 'lecteur', plan: 'base', name: 'veille' }, { app: 'lecteur', plan: 'essai', name: 'revue', pricePerMonth: 1.5 }, { app: 'lecteur', plan: 'base', name: 'archives' }];
const IDS = ['cmd-2026-003-veille', 'cmd-2026-003-revue', 'cmd-2026-003-archives'];

const inSample = <T>(use: (reload: () => Federation, directory: string) => T): T =>
  inCopyOf(join(CHECKOUT, 'test', 'federation', 'sample'), [], (directory) => use(() => loadFederation(directory, catalog), directory));
const order = (federation: Federation, lines = LINES, more: { id?: string } = {}): NewOrder[] => newOrders(federation, catalog, { ...request, ...more, lines });
const approval = (federation: Federation, choices: readonly (readonly [string, OrderChoices])[] = IDS.map((id) => [id, {}]), now = new Date('2026-11-23T15:04:05Z')) => approveOrders(federation, catalog, { orders: new Map(choices), now });
/** Files by their path in the directory. */
const filesOf = (directory: string): Record<string, string> => Object.fromEntries(Object.entries(contents(directory)).map(([path, content]) => [path.slice(directory.length + 1), Buffer.from(content, 'base64').toString()]));

describe('several orders at once', () => {
  it('are a file each, with one beginning, which say that they came together', () => {
    inSample((reload, directory) => {
      const orders = order(reload());
      expect(orders.map(({ id, instance, sheet }) => [id, instance, sheet.plan, sheet.pricePerMonth])).toEqual([
        ['cmd-2026-003-veille', 'village-demo.veille', 'base', 25],
        ['cmd-2026-003-revue', 'village-demo.revue', 'essai', 1.5],
        ['cmd-2026-003-archives', 'village-demo.archives', 'base', 25],
      ]);
      expect(orders[0]?.text).toMatch(/^# Commande du 2026-11-23 .*\n# Demandée avec cmd-2026-003-revue, cmd-2026-003-archives\.\n\norganization: village-demo\n/);
      writeChanges(directory, orders);
      expect([...reload().orders.keys()].toSorted()).toEqual(['cmd-2026-001', 'cmd-2026-002', ...IDS.toSorted()]);
    });
  });

  it('count as one for the next id', () => {
    inSample((reload, directory) => {
      writeChanges(directory, order(reload()));
      expect(order(reload(), [{ app: 'lecteur', plan: 'base', name: 'quatre' }])[0]?.id).toBe('cmd-2026-004');
    });
  });

  it('end in their rank where the name would make the id too long', () => {
    const lines = [{ ...LINES[0] as OrderLine, name: 'un-nom-de-vingt-lettres' }, LINES[1] as OrderLine];
    expect(inSample((reload) => order(reload(), lines)).map(({ id }) => id)).toEqual(['cmd-2026-003-1', 'cmd-2026-003-revue']);
  });

  it.each<[string, readonly OrderLine[], { id?: string }, string[]]>([
    ['one instance twice', [{ app: 'lecteur', plan: 'base' }, { app: 'lecteur', plan: 'essai' }], {}, ['instance-twice']],
    ['one unknown app among them', [...LINES, { app: 'lectuer', plan: 'base' }], {}, ['unknown-app']],
    ['two unknown plans', [{ app: 'lecteur', plan: 'bas', name: 'a' }, { app: 'lecteur', plan: 'esai', name: 'b' }], {}, ['unknown-plan', 'unknown-plan']],
    ['an app that is there among them', [...LINES, { app: 'lecteur', plan: 'base' }], {}, ['instance-exists']],
    ['a beginning that is no name', LINES, { id: 'É' }, ['file-name', 'file-name', 'file-name']],
  ])('are refused for %s', (_, lines, more, codes) => {
    expect(inSample((reload) => problemsOf(() => order(reload(), lines, more))).map(({ code }) => code)).toEqual(codes);
  });
});

describe('several approvals at once', () => {
  /** The sample with three new orders. */
  const withOrders = <T>(use: (reload: () => Federation, directory: string) => T): T => inSample((reload, directory) => {
    writeChanges(directory, order(reload()));
    return use(reload, directory);
  });

  it('give each instance its file, at the names that were chosen', () => {
    withOrders((reload, directory) => {
      const approved = approval(reload(), [[IDS[0] as string, {}], [IDS[1] as string, { hostname: 'nouvelles.village-demo.chatiere.test', release: '2.2.15-1' }]]);
      expect(Object.keys(filesOf(directory))).not.toContain('instances/village-demo.veille.yaml');
      expect(approved.map(({ instance, place }) => [instance, place.host, place.hostname])).toEqual([
        ['village-demo.veille', 'serveur-1', 'veille.village-demo.chatiere.test'],
        ['village-demo.revue', 'serveur-1', 'nouvelles.village-demo.chatiere.test'],
      ]);
      writeChanges(directory, approved.flatMap(({ changes }) => changes));
      expect([...reload().instances].map(([id, { order: of }]) => [id, of])).toEqual(expect.arrayContaining([['village-demo.veille', IDS[0]], ['village-demo.revue', IDS[1]]]));
      expect(reload().orders.get(IDS[2] as string)?.approval).toBeUndefined();
    });
  });

  it('go on after an interruption at every file, and end as without one', () => {
    const whole = withOrders((reload, directory) => {
      writeChanges(directory, approval(reload()).flatMap(({ changes }) => changes));
      return filesOf(directory);
    });
    const later = new Date('2026-11-24T08:00:00Z');
    for (let written = 1; written < 2 * IDS.length; written++) {
      withOrders((reload, directory) => {
        writeChanges(directory, approval(reload()).flatMap(({ changes }) => changes).slice(0, written));
        // What is there by then is valid, and says what is left.
        const left = approval(reload(), undefined, later);
        expect(left.flatMap(({ changes }) => changes)).toHaveLength(2 * IDS.length - written);
        writeChanges(directory, left.flatMap(({ changes }) => changes));
        const undated = (files: Record<string, string>) => JSON.stringify(files).replaceAll('2026-11-24T08:00:00Z', '2026-11-23T15:04:05Z');
        expect(undated(filesOf(directory)), `${written} written`).toBe(undated(whole));
        expect(problemsOf(() => approval(reload())).map(({ code }) => code)).toEqual(IDS.map(() => 'already-approved'));
      });
    }
  });

  it.each<[string, readonly (readonly [string, OrderChoices])[], string[]]>([
    ['two instances on one name', [[IDS[0] as string, { hostname: 'a.village-demo.chatiere.test' }], [IDS[1] as string, { hostname: 'a.village-demo.chatiere.test' }]], ['hostname-taken']],
    ['an unknown order among them', [[IDS[0] as string, {}], ['cmd-2026-003-reveu', {}], ['x', {}]], ['unknown-order', 'unknown-order']],
    ['an unknown release of one', [[IDS[0] as string, {}], [IDS[1] as string, { release: '9.9-9' }]], ['unknown-release']],
    ['all approved already', [['cmd-2026-001', {}], ['cmd-2026-002', {}]], ['already-approved', 'already-approved']],
  ])('are refused for %s, all of them', (_, choices, codes) => {
    withOrders((reload, directory) => {
      const before = contents(directory);
      expect(problemsOf(() => approval(reload(), choices)).map(({ code }) => code)).toEqual(codes);
      expect(contents(directory)).toEqual(before);
    });
  });

  it('are refused where two orders are for one instance', () => {
    withOrders((reload, directory) => {
      writeChanges(directory, order(reload(), [LINES[0] as OrderLine], { id: 'cmd-9' }));
      expect(problemsOf(() => approval(reload(), [['cmd-9', {}], [IDS[0] as string, {}]]))).toMatchObject([{ code: 'instance-twice', given: 'village-demo.veille' }]);
    });
  });

  it('leave alone what is approved already', () => {
    withOrders((reload) => {
      expect(approval(reload(), [['cmd-2026-001', {}], [IDS[0] as string, {}]]).map(({ id, changes }) => [id, changes.length])).toEqual([['cmd-2026-001', 0], [IDS[0], 2]]);
    });
  });
});
