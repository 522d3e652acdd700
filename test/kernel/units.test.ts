import { describe, expect, it } from 'vitest';
import { Duration, Size } from '../../modules/kernel/index.ts';

describe('Size', () => {
  it.each([
    ['64m', 67_108_864],
    ['64mb', 67_108_864],
    ['64MiB', 67_108_864],
    ['1.5g', 1_610_612_736],
    ['512k', 524_288],
    ['1048576', 1_048_576],
    ['10b', 10],
  ])('reads %s', (written, bytes) => {
    expect(Size.parse(written)?.bytes).toBe(bytes);
  });

  it.each(['', 'm', '-1m', '10 GO', '1e9', '0x10', '10t', '1,5g'])('does not read %j', (written) => {
    expect(Size.parse(written)).toBeUndefined();
  });

  it('rounds up to whole mebibytes', () => {
    expect([Size.mebibytes(96), Size.bytes(1), Size.gibibytes(1.5)].map((size) => size.inMebibytes)).toEqual([96, 1, 1536]);
  });

  it('refuses what is no number of bytes', () => {
    for (const value of [-1, 0.5, Number.NaN, 2 ** 53]) expect(() => Size.bytes(value)).toThrow(RangeError);
  });
});

describe('Duration', () => {
  it.each([
    ['10s', 10_000, '10s'],
    ['1m30s', 90_000, '90s'],
    ['500ms', 500, '500ms'],
    ['2h', 7_200_000, '7200s'],
    ['1.5s', 1500, '1500ms'],
    ['0s', 0, '0s'],
  ])('reads %s', (written, milliseconds, shown) => {
    expect(Duration.parse(written)?.milliseconds).toBe(milliseconds);
    expect(String(Duration.parse(written))).toBe(shown);
  });

  it.each(['', '10', 's', '10 s', '-1s', '1d', '10S'])('does not read %j', (written) => {
    expect(Duration.parse(written)).toBeUndefined();
  });
});
