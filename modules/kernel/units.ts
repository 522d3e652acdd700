/** An amount of memory or storage. Bytes inside; binary multiples, as Compose and Docker count. */
export class Size {
  readonly bytes: number;
  private constructor(bytes: number) {
    this.bytes = bytes;
  }
  static bytes(value: number): Size {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`not a size in bytes: ${value}`);
    return new Size(value);
  }
  static mebibytes(value: number): Size {
    return Size.bytes(Math.round(value * 1024 ** 2));
  }
  static gibibytes(value: number): Size {
    return Size.bytes(Math.round(value * 1024 ** 3));
  }
  /** Reads a Compose byte value: `64m`, `1.5g`, `512mb`, `1048576`; `undefined` when it is not one. */
  static parse(value: string): Size | undefined {
    const match = /^(\d+(?:\.\d+)?)\s*(?:([kmg])i?)?b?$/i.exec(value.trim());
    if (!match) return undefined;
    const power = { k: 1, m: 2, g: 3 }[(match[2] ?? '').toLowerCase() as 'k'] ?? 0;
    return Size.bytes(Math.round(Number(match[1]) * 1024 ** power));
  }
  /** Whole mebibytes, rounded up: what Docker's `memory` takes through Pulumi. */
  get inMebibytes(): number {
    return Math.ceil(this.bytes / 1024 ** 2);
  }
}

/** A length of time. Milliseconds inside. */
export class Duration {
  readonly milliseconds: number;
  private constructor(milliseconds: number) {
    this.milliseconds = milliseconds;
  }
  static seconds(value: number): Duration {
    if (!Number.isFinite(value) || value < 0) throw new RangeError(`not a duration in seconds: ${value}`);
    return new Duration(Math.round(value * 1000));
  }
  /** Reads a Compose duration: `10s`, `1m30s`, `500ms`, `2h`; `undefined` when it is not one. */
  static parse(value: string): Duration | undefined {
    const factors: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
    if (!/^(\d+(?:\.\d+)?(?:ms|h|m|s))+$/.test(value)) return undefined;
    let total = 0;
    for (const [, amount, unit] of value.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)) total += Number(amount) * (factors[unit ?? ''] ?? 0);
    return new Duration(Math.round(total));
  }
  get inSeconds(): number {
    return this.milliseconds / 1000;
  }
  /** As Compose and Go write it, in the largest whole unit of s and ms: `90s`, `500ms`. */
  toString(): string {
    return this.milliseconds % 1000 === 0 ? `${this.milliseconds / 1000}s` : `${this.milliseconds}ms`;
  }
}
