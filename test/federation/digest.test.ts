import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type OrderSheet, orderDigest } from '../../modules/federation/index.ts';

const order: OrderSheet = { organization: 'mrc-demo', operator: 'coop-des-rives', app: 'lecteur', plan: 'base', pricePerMonth: 25, requestedOn: '2026-11-16', note: 'Suivre les nouvelles des villages et des ministères.' };

describe('orderDigest', () => {
  // python3: hashlib.sha256(json.dumps(order, sort_keys=True, separators=(',', ':'), ensure_ascii=False).encode()).hexdigest()
  it('is SHA-256 of the order as JSON with sorted keys', () => {
    expect(orderDigest(order)).toBe('e11172a2a4bb7a0cc6a2917710ac446e7321bd39deb6c8118dca1bc3b324664c');
  });

  it('depends neither on the order of keys nor on the approval', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(Object.keys(order), { minLength: Object.keys(order).length }), fc.string(), (keys, by) => {
        const shuffled = Object.fromEntries(keys.map((key) => [key, order[key as keyof OrderSheet]])) as OrderSheet;
        expect(orderDigest({ ...shuffled, approval: { by, at: '2026-11-17T14:05:00Z', sha256: '0'.repeat(64) } })).toBe(orderDigest(order));
      }),
    );
  });

  it.each(Object.keys(order) as (keyof OrderSheet)[])('depends on %s', (key) => {
    expect(orderDigest({ ...order, [key]: key === 'pricePerMonth' ? 24.99 : 'autre' })).not.toBe(orderDigest(order));
  });
});
