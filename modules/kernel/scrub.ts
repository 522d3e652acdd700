/** What stands for a secret that was taken out. */
export const MASK = '•••';
/** A shorter value would take ordinary words with it. */
const SHORTEST = 6;

const SECRET_WORD = '(?:password|passwd|pwd|passphrase|secret|token|credentials?|api[_-]?key|private[_-]?key|access[_-]?key)';
/** A name whose value is secret: `POSTGRES_PASSWORD`, `clientSecret`, `authorization`; not `passwordFile` or `secrets`. */
const SECRET_NAME = new RegExp(`(?:${SECRET_WORD}|authorization|set-cookie|cookie)$`, 'i');

/** Shapes of secrets in running text, each with what stays of it. Bounded where a long line would cost the square of its length. */
const shapes: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----[\s\S]*?(?:-----END \1-----|$)/g, MASK],
  // The body of such a key, a line at a time, as a command's output comes. Digests in hexadecimal are no such line.
  [/(?<![A-Za-z0-9+/=])(?![0-9a-f]+(?![A-Za-z0-9+/=]))(?=[A-Za-z0-9+/]*[A-Z])(?=[A-Za-z0-9+/]*[0-9])[A-Za-z0-9+/]{64,}={0,2}(?![A-Za-z0-9+/=])/g, MASK],
  [/\beyJ[\w-]{6,}\.[\w-]{4,}(?:\.[\w-]*){0,3}/g, MASK],
  [/\b(authorization\b[\\"']*\s*[:=]\s*[\\"']*)(?:[A-Za-z][\w-]*\s+)?[^\s"'\\,]+/gi, `$1${MASK}`],
  [/\b((?:bearer|basic)\s+)[\w.~+/=-]{8,}/gi, `$1${MASK}`],
  [/\b([a-z][a-z0-9+.-]{0,20}:\/\/[^\s:/@"'\\]{0,200}:)[^\s"'\\]{1,500}@/gi, `$1${MASK}@`],
  // name="value", "name": "value", and the same inside escaped JSON: up to the closing quote.
  [new RegExp(`(${SECRET_WORD}\\\\*["']?\\s*(?:=>|[:=])\\s*)(\\\\*)(["'])(?:(?!\\2\\3)[^\\n])*\\2\\3`, 'gi'), `$1$2$3${MASK}$2$3`],
  [new RegExp(`(${SECRET_WORD}(?:=>|=))[^\\s"'\\\\&;,]+`, 'gi'), `$1${MASK}`],
  // After a colon many words are no secret: only what has a digit in it.
  [new RegExp(`(${SECRET_WORD}:\\s?)(?=[^\\s"'\\\\,;]*\\d)[^\\s"'\\\\,;{}[\\]]{${SHORTEST},}`, 'gi'), `$1${MASK}`],
  [new RegExp(`(--[\\w-]{0,60}${SECRET_WORD}\\s+)(?!-)[^\\s"'\\\\<>]+`, 'gi'), `$1${MASK}`],
  // Seeds, passphrases and what is derived from them: 32 bytes as base64url. By chance one in a million has fewer than five capitals.
  [/(?<![\w-])(?=(?:[a-z\d_-]*[A-Z]){5})(?=(?:[A-Z\d_-]*[a-z]){5})[\w-]{43}(?![\w-])/g, MASK],
];

/** Values of this process that nothing may tell, in the ways in which they are written. */
const kept = new Set<string>();

/** From now on these values are masked wherever they would leave this process. The registry is the process's own: nothing is derived or stored. */
export function keepSecret(...values: readonly string[]): void {
  for (const value of values) {
    const whole = value.trim();
    if (whole.length < SHORTEST) continue;
    for (const form of [whole, encodeURIComponent(whole), JSON.stringify(whole).slice(1, -1)]) kept.add(form);
  }
}

/** Text without secrets: the values kept, and whatever looks like one. */
export function scrub(words: string): string {
  let clean = words;
  // The longest first: one may be part of another.
  for (const value of [...kept].toSorted((a, b) => b.length - a.length)) clean = clean.replaceAll(value, MASK);
  for (const [shape, rest] of shapes) clean = clean.replace(shape, rest);
  return clean;
}

/**
 * A line of JSON without secrets, still JSON: every string at any depth, and what stands below a name that says so.
 * `open` objects below such a name are judged by their own names: that of a schema's field is no secret. Other lines as text.
 */
export function scrubLine(line: string, { open = false } = {}): string {
  const end = /\s*$/.exec(line)?.[0] ?? '';
  const clean = (value: unknown, secret: boolean): unknown => {
    if (typeof value === 'string') return secret && value !== '' ? MASK : scrub(value);
    if (typeof value === 'number' && secret) return MASK;
    if (Array.isArray(value)) return value.map((item) => clean(item, secret));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [scrub(name), clean(item, (secret && !open) || SECRET_NAME.test(name))]));
  };
  try {
    return `${JSON.stringify(clean(JSON.parse(line) as unknown, false))}${end}`;
  } catch {
    return scrub(line);
  }
}
