import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../modules/catalog/index.ts';
import { loadFederation, orderDigest, OrderSheet } from '../../modules/federation/index.ts';
import { CHECKOUT, type Edit, inCopyOf, problemsOf } from '../catalog/folder.ts';
import { CLUSTER } from './refusals/clusters.ts';

const SAMPLE = join(CHECKOUT, 'test', 'federation', 'sample');
const catalog = loadCatalog(join(CHECKOUT, 'test', 'catalog', 'sample'));
const codes = (...edits: readonly Edit[]) => inCopyOf(SAMPLE, edits, (directory) => problemsOf(() => loadFederation(directory, catalog)).map(({ code }) => code));

const asked = { organization: 'mrc-demo', operator: 'coop-des-rives', app: 'lecteur', plan: 'base', pricePerMonth: 25, requestedOn: '2026-11-16' };
/** The order of the sample's instance, approved on 2026-11-17, with what it cites. */
function order(transferAssessment?: { readonly reference: string; readonly date: string }): Edit {
  const sheet = { ...asked, ...(transferAssessment && { transferAssessment }) };
  const sha256 = orderDigest(OrderSheet.parse(sheet));
  return ['orders/cmd-2026-001.yaml', JSON.stringify({ ...sheet, approval: { by: 'coop-des-rives', at: '2026-11-17T14:05:00Z', sha256 } })];
}
const abroad: readonly Edit[] = [
  ['hosts/grappe.yaml', CLUSTER.replace('region: qc', 'region: hors-qc')],
  ['federation.yaml', 'publicDns: false', 'publicDns: true'],
  ['instances/mrc-demo.lecteur.yaml', 'host: serveur-1', 'host: grappe'],
];

describe('an instance outside Québec', () => {
  it('is refused without an assessment, and accepted with one of the day of approval or before', () => {
    expect(codes(...abroad, order())).toEqual(['outside-quebec']);
    for (const date of ['2026-11-01', '2026-11-17']) expect(codes(...abroad, order({ reference: 'EFVP-2026-04', date }))).toEqual([]);
  });

  it('is refused when the assessment came after the approval', () => {
    expect(codes(...abroad, order({ reference: 'EFVP-2026-04', date: '2026-11-18' }))).toEqual(['assessed-later']);
  });

  it('on a cluster in Québec needs none', () => {
    expect(codes(['hosts/grappe.yaml', CLUSTER], ...abroad.slice(1), order())).toEqual([]);
  });
});

it('what was approved holds the assessment: another one is another order', () => {
  const cited = fc.record({ reference: fc.stringMatching(/^[A-Za-z0-9-]{1,20}$/), date: fc.constantFrom('2026-01-01', '2026-06-30') });
  fc.assert(fc.property(cited, cited, (a, b) => {
    const digest = (transferAssessment: typeof a): string => orderDigest(OrderSheet.parse({ ...asked, transferAssessment }));
    return (digest(a) === digest(b)) === (a.reference === b.reference && a.date === b.date) && digest(a) !== orderDigest(OrderSheet.parse(asked));
  }));
});
