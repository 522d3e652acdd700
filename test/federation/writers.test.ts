import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Catalog, loadCatalog, type Release } from '../../modules/catalog/index.ts';
import { type ApprovalRequest, approveOrders, type ApprovedOrder, type Federation, loadFederation, type NewOrder, newOrders, newOrganization, type OrderChoices, orderDigest, type OrderLine, type OrderRequest, writeChanges } from '../../modules/federation/index.ts';
import { CHECKOUT, type Edit, inCopyOf, problemsOf, words } from '../catalog/folder.ts';
import { policyCatalog, SAMPLE } from './policy.ts';

const catalog = loadCatalog(join(CHECKOUT, 'test', 'catalog', 'sample'));
const now = new Date('2026-11-23T15:04:05.678Z');
const line: OrderLine = { app: 'lecteur', plan: 'base', name: 'veille' };
const request: OrderRequest = { organization: 'village-demo', requestedOn: '2026-11-23', lines: [line] };
type Change = Partial<Omit<OrderRequest, 'lines'> & OrderLine>;

/** A request of one line, changed. */
function newOrder(federation: Federation, { app, plan, name, pricePerMonth, amends, ...shared }: Change = {}) {
  const given = Object.fromEntries(Object.entries({ app, plan, name, pricePerMonth, amends }).filter(([, value]) => value !== undefined));
  const [order] = newOrders(federation, catalog, { ...request, ...shared, lines: [{ ...line, ...given }] });
  return order as NewOrder;
}

/** Approves one order and writes. */
function approve(federation: Federation, from: Catalog, id: string, { hostname, release, edition, ...request }: OrderChoices & Omit<ApprovalRequest, 'orders'>): ApprovedOrder {
  const choices = Object.fromEntries(Object.entries({ hostname, release, edition }).filter(([, value]) => value !== undefined));
  const [approved] = approveOrders(federation, from, { ...request, orders: new Map([[id, choices]]) }) as [ApprovedOrder];
  writeChanges(federation.directory, approved.changes);
  return approved;
}

/** Runs in a copy of the sample; `reload` reads what is on disk by then. */
function inSample<T>(edits: readonly Edit[], use: (reload: () => Federation, read: (file: string) => string) => T): T {
  return inCopyOf(join(CHECKOUT, 'test', 'federation', 'sample'), edits, (directory) =>
    use(() => loadFederation(directory, catalog), (file) => readFileSync(join(directory, file), 'utf8')));
}
const tree = (directory: string): string[] => readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ parentPath, name }) => `${parentPath}/${name} ${readFileSync(join(parentPath, name), 'utf8')}`).sort();

const endedOn = (release: Release, until: string): Release => ({ ...release, sheet: { ...release.sheet, about: { ...release.sheet.about, support: { ...release.sheet.about.support, until } } } });

describe('a new order', () => {
  it('gives the text of the next order, at the plan’s price', () => {
    const order = inSample([], (reload) => newOrder(reload(), { note: 'Deuxième : espace' }));
    expect(order).toMatchObject({ id: 'cmd-2026-003', file: 'orders/cmd-2026-003.yaml', mode: 'create' });
    expect(order.text).toBe(`# Commande du 2026-11-23 : ce qui est demandé, à quel prix. Elle ne change plus une fois approuvée.

organization: village-demo
operator: coop-des-rives
app: lecteur
plan: base
name: veille
pricePerMonth: 25
requestedOn: 2026-11-23
note: "Deuxième : espace"
# Consentement de l’organisation à compter son usage : des nombres, jamais qui. false : rien n’est compté.
counting:
  usage: false
`);
  });

  it('begins to count again with the year', () => {
    expect(inSample([], (reload) => newOrder(reload(), { requestedOn: '2027-01-04' })).id).toBe('cmd-2027-001');
  });

  it.each([
    ['an unknown app', { app: 'lectuer' }, ['unknown-app']],
    ['an unknown organization and plan', { organization: 'vilage-demo', plan: 'bas' }, ['unknown-organization', 'unknown-plan']],
    ['a plan that is not offered', { plan: 'territoire' }, ['unknown-plan']],
    ['an id that is no name', { id: 'A--b' }, ['file-name']],
    ['an id that is taken', { id: 'cmd-2026-001' }, ['file-exists']],
    ['a price below zero', { pricePerMonth: -5 }, ['too-small']],
      ['an app that the organization has already', { organization: 'mrc-demo', name: 'lecteur' }, ['instance-exists']],
  ] as [string, Change, string[]][])('refuses %s', (_, change, codes) => {
    expect(inSample([], (reload) => problemsOf(() => newOrder(reload(), change))).map(({ code }) => code)).toEqual(codes);
  });

  it('asks to which operator where several have hosts', () => {
    const second: Edit = ['hosts/serveur-2.yaml', 'operator: coop-du-fleuve\ntarget: docker\nengine: ssh://serveur\nsite: { name: Quai, region: qc }\nplatform: { porte: 3.0-1 }\n'];
    const problems = inSample([second], (reload) => problemsOf(() => newOrder(reload())));
    expect(problems[0]).toMatchObject({ code: 'which-operator', allowed: { fr: 'coop-des-rives, coop-du-fleuve' } });
  });
});

describe('an approval', () => {
  const place = { operator: 'coop-des-rives', host: 'serveur-1', hostname: 'veille.village-demo.chatiere.test', now };

  it('records who, when and the digest, and writes the instance file', () => {
    inSample([], (reload, read) => {
      const order = newOrder(reload());
      writeChanges(reload().directory, [order]);
      const { instance, sha256, changes } = approve(reload(), catalog, order.id, place);
      expect([instance, changes.map(({ file }) => file)]).toEqual(['village-demo.veille', ['orders/cmd-2026-003.yaml', 'instances/village-demo.veille.yaml']]);
      expect(read('orders/cmd-2026-003.yaml')).toBe(`${order.text}approval:\n  by: coop-des-rives\n  at: 2026-11-23T15:04:05Z\n  sha256: ${sha256}\n`);
      expect(read('instances/village-demo.veille.yaml')).toContain('order: cmd-2026-003\nrelease: 2.2.15-1\nhost: serveur-1\nhostname: veille.village-demo.chatiere.test\n');
      expect(reload().instances.get('village-demo.veille')?.access).toEqual({ organizations: [], registration: 'closed' });
      expect(sha256).toBe(orderDigest(reload().orders.get(order.id)!));
    });
  });

  describe('a release and an edition', () => {
    const ended = { ...policyCatalog, apps: new Map([...policyCatalog.apps].map(([app, releases]) => [app, new Map([...releases].map(([name, release]) => [name, app === 'lecteur' && name === '2.2.9-1' ? endedOn(release, '2026-12-30') : release]))])) };
    const order: Edit = ['orders/cmd-9.yaml', 'organization: village-demo\noperator: coop-des-rives\napp: lecteur\nplan: base\nname: veille\npricePerMonth: 25\nrequestedOn: 2026-11-23\n'];
    const refused = (more: object) => inSample([order], (reload) => problemsOf(() => approve(reload(), ended, 'cmd-9', { ...place, now: new Date('2026-12-31T12:00:00Z'), ...more })));

    it('that upstream has given up is refused, word for word', () => {
      const problems = refused({ release: '2.2.9-1' });
      expect(words(problems, 'fr')).toEqual(['release: lecteur 2.2.9-1 n’est plus maintenu depuis le 2026-12-30', '  valeur donnée : "2.2.9-1"', '  à faire : prendre une version maintenue : 2.2.15-1']);
      expect(words(problems, 'en')).toEqual(['release: lecteur 2.2.9-1 is no longer maintained since 2026-12-30', '  given: "2.2.9-1"', '  next: take a maintained release: 2.2.15-1']);
      expect(refused({ release: '2.2.9-1', now: new Date('2026-12-30T23:59:59Z') })).toEqual([]);
      expect(refused({ release: '2.2.10-1' }).map(({ code }) => code)).toEqual(['unknown-release']);
    });

    it('stand in the instance’s file; of an order that amends, the edition alone changes', () => {
      const order = (plan: string, more = '') => `organization: mrc-demo\noperator: coop-des-rives\napp: messagerie\nplan: ${plan}\npricePerMonth: 25\nrequestedOn: 2026-11-23\n${more}`;
      inCopyOf(SAMPLE, [['orders/cmd-8.yaml', order('territoire')]], (directory) => {
        const reload = () => loadFederation(directory, policyCatalog);
        const read = () => readFileSync(join(directory, 'instances', 'mrc-demo.messagerie.yaml'), 'utf8');
        expect(problemsOf(() => approve(reload(), policyCatalog, 'cmd-8', place)).map(({ code }) => code)).toEqual(['edition-cap']);
        approve(reload(), policyCatalog, 'cmd-8', { ...place, edition: 'libre' });
        expect(read()).toContain('order: cmd-8\nrelease: 12.0-1\nedition: libre\nhost: serveur-1\n');
        writeFileSync(join(directory, 'orders', 'cmd-9.yaml'), order('base', 'amends: cmd-8\n'));
        approve(reload(), policyCatalog, 'cmd-9', { operator: place.operator, now, edition: 'equipe' });
        expect(read()).toContain('order: cmd-9\nrelease: 12.0-1\nedition: equipe\nhost: serveur-1\n');
      });
    });
  });

  it('keeps comments and layout', () => {
    const written = '# reçue par la poste\norganization: village-demo # le village\noperator: coop-des-rives\napp: lecteur\nplan: base\nname: veille\n\npricePerMonth: 25 # convenu\nrequestedOn: 2026-11-23\n';
    inSample([['orders/cmd-9.yaml', written]], (reload, read) => {
      approve(reload(), catalog, 'cmd-9', place);
      expect(read('orders/cmd-9.yaml').startsWith(`${written}approval:\n`)).toBe(true);
    });
  });

  it('points the instance to an order that amends its own', () => {
    inSample([], (reload, read) => {
      const order = newOrder(reload(), { organization: 'mrc-demo', name: 'lecteur', plan: 'essai', amends: 'cmd-2026-001' });
      writeChanges(reload().directory, [order]);
      const before = read('instances/mrc-demo.lecteur.yaml');
      approve(reload(), catalog, order.id, { operator: 'coop-des-rives', now });
      expect(read('instances/mrc-demo.lecteur.yaml')).toBe(before.replace('cmd-2026-001', 'cmd-2026-003'));
      expect(reload().instances.get('mrc-demo.lecteur')?.order).toBe('cmd-2026-003');
    });
  });

  it('goes on where an interruption left an approved order without an instance', () => {
    const approval = 'approval:\n  by: coop-des-rives\n  at: 2026-11-20T10:00:00Z\n  sha256: ';
    inSample([], (reload, read) => {
      const order = newOrder(reload());
      writeChanges(reload().directory, [order]);
      const sha256 = orderDigest(reload().orders.get(order.id)!);
      writeFileSync(join(reload().directory, order.file), `${order.text}${approval}${sha256}\n`);
      const { changes } = approve(reload(), catalog, order.id, place);
      expect(changes.map(({ file }) => file)).toEqual(['instances/village-demo.veille.yaml']);
      expect(read(order.file)).toContain('2026-11-20T10:00:00Z');
    });
  });

  it.each([
    ['an unknown order', 'cmd-2026-00', place, ['unknown-order']],
    ['an order that is approved', 'cmd-2026-001', place, ['already-approved']],
    ['an unknown host', 'cmd-9', { ...place, host: 'serveur-9' }, ['unknown-host']],
    ['a host name that is taken', 'cmd-9', { ...place, hostname: 'lecture.mrc-demo.chatiere.test' }, ['hostname-taken']],
    ['a host name that a rule could read', 'cmd-9', { ...place, hostname: 'a.test`) || Host(`b.test' }, ['invalid-format']],
    ['an unknown release', 'cmd-9', { ...place, release: '9.9-9' }, ['unknown-release']],
    ['another operator', 'cmd-9', { ...place, operator: 'coop-du-fleuve' }, ['wrong-approver']],
    ['an operator that does not exist', 'cmd-9', { ...place, operator: 'moi' }, ['unknown-operator']],
  ])('refuses %s and changes nothing', (_, id, given, codes) => {
    inSample([['orders/cmd-9.yaml', 'organization: village-demo\noperator: coop-des-rives\napp: lecteur\nplan: base\nname: veille\npricePerMonth: 25\nrequestedOn: 2026-11-23\n']], (reload) => {
      const federation = reload();
      const before = tree(federation.directory);
      expect(problemsOf(() => approve(federation, catalog, id, given)).map(({ code }) => code)).toEqual(codes);
      expect(tree(federation.directory)).toEqual(before);
    });
  });

  it('takes the operator’s only host, and a name of the organization’s; of several hosts it asks which', () => {
    const order: Edit = ['orders/cmd-9.yaml', 'organization: village-demo\noperator: coop-des-rives\napp: lecteur\nplan: base\nname: veille\npricePerMonth: 25\nrequestedOn: 2026-11-23\n'];
    const second: Edit = ['hosts/serveur-2.yaml', 'operator: coop-des-rives\ntarget: docker\nengine: ssh://serveur\nsite: { name: Quai, region: qc }\nplatform: { porte: 3.0-1 }\n'];
    inSample([order], (reload) => expect(approve(reload(), catalog, 'cmd-9', { now }).place).toEqual({ host: 'serveur-1', hostname: 'veille.village-demo.chatiere.test', release: '2.2.15-1' }));
    inSample([order, second], (reload) => expect(problemsOf(() => approve(reload(), catalog, 'cmd-9', { now }))).toMatchObject([{ code: 'missing', where: { field: 'host' }, allowed: { fr: 'serveur-1, serveur-2' } }]));
  });

  it('refuses a second order for an instance that it does not amend', () => {
    inSample([['orders/cmd-9.yaml', 'organization: mrc-demo\noperator: coop-des-rives\napp: lecteur\nplan: base\npricePerMonth: 25\nrequestedOn: 2026-11-23\n']], (reload) => {
      expect(problemsOf(() => approve(reload(), catalog, 'cmd-9', place))[0]).toMatchObject({ code: 'instance-exists', given: 'cmd-2026-001', next: { en: 'write amends: cmd-2026-001 in the order, or give it another name:' } });
    });
  });
});

describe('newOrganization', () => {
  it('gives the text of a file that fits', () => {
    inSample([], (reload) => {
      const change = newOrganization(reload(), catalog, { id: 'ville-demo', name: 'Ville de Sainte-Fictive', kind: 'municipality' });
      writeChanges(reload().directory, [change]);
      expect(reload().organizations.get('ville-demo')).toEqual({ name: 'Ville de Sainte-Fictive', kind: 'municipality', locale: 'fr-CA', domains: [], brand: {} });
    });
  });

  it.each([['host', 'file-name'], ['serveur-1', 'name-shared'], ['mrc-demo', 'file-exists'], ['É', 'file-name']])('refuses the id %s', (id, code) => {
    expect(inSample([], (reload) => problemsOf(() => newOrganization(reload(), catalog, { id, name: 'X', kind: 'other' }))).map((problem) => problem.code)).toEqual([code]);
  });
});

describe('writeChanges', () => {
  it('overwrites nothing, and then writes nothing at all', () => {
    inSample([], (reload, read) => {
      const { directory } = reload();
      const before = tree(directory);
      const changes = [{ file: 'orders/neuf.yaml', text: 'x', mode: 'create' }, { file: 'orders/cmd-2026-001.yaml', text: 'x', mode: 'create' }] as const;
      expect(problemsOf(() => writeChanges(directory, changes)).map(({ code, where }) => [code, where?.file])).toEqual([['file-exists', 'orders/cmd-2026-001.yaml']]);
      expect(tree(directory)).toEqual(before);
      expect(read('orders/cmd-2026-001.yaml')).not.toBe('x');
    });
  });

  it('leaves no temporary file where it fails', () => {
    inSample([], (reload) => {
      const { directory } = reload();
      mkdirSync(join(directory, 'orders', 'pris.yaml'));
      const before = tree(directory);
      expect(() => writeChanges(directory, [{ file: 'orders/pris.yaml', text: 'x', mode: 'replace' }])).toThrow();
      expect(tree(directory)).toEqual(before);
    });
  });
});
