import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join, relative } from 'node:path';
import { parseAst } from 'vitest/node';
import { parseAllDocuments } from 'yaml';

/** One sentence in both languages, as it stands in a source: text, and in it `${…}` for what is filled in. */
export interface Sentence {
  readonly place: string;
  /** Each way in which the sentence can come out; one, unless it holds a choice. */
  readonly fr: readonly string[];
  readonly en: readonly string[];
  /** Names that are filled in. */
  readonly filled: { readonly fr: readonly string[]; readonly en: readonly string[] };
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

function* nodesOf(node: Node): Generator<Node> {
  yield node;
  for (const value of Object.values(node)) for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) yield* nodesOf(child);
}

/** Every `text(fr, en)` and every `{ fr, en }` of a TypeScript source. A call without both throws. */
export function sentencesOf(path: string, source: string): Sentence[] {
  const program = parseAst(stripTypeScriptTypes(source)) as unknown as Node;
  const known = [...nodesOf(program)].some((node) => node.type === 'ImportDeclaration' && /kernel\/index\.ts$|^\.\/text\.ts$/.test((node['source'] as { value: string }).value) && (node['specifiers'] as Node[]).some(({ local }) => (local as Node)['name'] === 'text'));
  const place = (node: Node) => `${path}:${source.slice(0, node.start).split('\n').length}`;
  const sentence = (node: Node, fr: Node, en: Node): Sentence => ({ place: place(node), fr: formsOf(fr), en: formsOf(en), filled: { fr: filledIn(fr), en: filledIn(en) } });
  return [...nodesOf(program)].flatMap((node) => {
    if (known && node.type === 'CallExpression' && (node['callee'] as Node)['name'] === 'text') {
      const [fr, en, more] = node['arguments'] as Node[];
      if (fr?.type === 'SpreadElement') return [];
      if (!fr || !en || more) throw new Error(`${place(node)}: text() needs French and English`);
      return [sentence(node, fr, en)];
    }
    if (node.type !== 'ObjectExpression') return [];
    const member = (name: string) => (node['properties'] as Node[]).find((property) => property.type === 'Property' && (property['key'] as Node)['name'] === name)?.['value'] as Node | undefined;
    const [fr, en] = [member('fr'), member('en')];
    return fr && en && !isPlumbing(fr) ? [sentence(node, fr, en)] : [];
  });
}

/** `{ fr: x.fr, en: x.en }` moves words, it writes none. */
const isPlumbing = (node: Node): boolean => !['Literal', 'TemplateLiteral', 'BinaryExpression', 'ConditionalExpression'].includes(node.type) || (node.type === 'Literal' && typeof node['value'] !== 'string');

const HOLE = '${…}';

/** The texts that an expression can give; a hole stands for what is not written here. */
function formsOf(node: Node): string[] {
  switch (node.type) {
    case 'Literal':
      return [String(node['value'])];
    case 'TemplateLiteral': {
      const holes = (node['expressions'] as Node[]).map(formsOf);
      return (node['quasis'] as Node[]).map((quasi) => (quasi['value'] as { cooked: string }).cooked).reduce<string[]>(
        (all, piece, index) => all.flatMap((before) => (index === 0 ? [piece] : (holes[index - 1] as string[]).map((hole) => `${before}${hole}${piece}`))), ['']);
    }
    case 'ConditionalExpression':
      return [...formsOf(node['consequent'] as Node), ...formsOf(node['alternate'] as Node)];
    case 'BinaryExpression':
      return formsOf(node['left'] as Node).flatMap((left) => formsOf(node['right'] as Node).map((right) => `${left}${right}`));
    default:
      return [HOLE];
  }
}

/** Names that an expression uses, but for the language that it chooses; those of a choice's test do not count, plurals differ. */
function filledIn(node: Node): string[] {
  const skipped = new Set([...nodesOf(node)].filter(({ type }) => type === 'ConditionalExpression').flatMap(({ test }) => [...nodesOf(test as Node)]));
  const names = [...nodesOf(node)].filter((inner) => inner.type === 'Identifier' && !skipped.has(inner) && !['fr', 'en'].includes(inner['name'] as string)).map(({ name }) => name as string);
  return [...new Set(names)].toSorted();
}

/** The same of a YAML file: every mapping that has `fr` and `en`. */
export function yamlSentences(path: string, source: string): Sentence[] {
  const found: Sentence[] = [];
  const walk = (value: unknown, at: string): void => {
    if (typeof value !== 'object' || value === null) return;
    const { fr, en } = value as { fr?: unknown; en?: unknown };
    if (fr !== undefined || en !== undefined) found.push({ place: `${path}: ${at}`, fr: [String(fr ?? '')], en: [String(en ?? '')], filled: { fr: [], en: [] } });
    for (const [key, inner] of Object.entries(value)) walk(inner, at === '' ? key : `${at}.${key}`);
  };
  for (const document of parseAllDocuments(source)) if ('toJS' in document) walk(document.toJS(), '');
  return found;
}

const CHECKOUT = join(import.meta.dirname, '..', '..');

/** Every sentence that people can read. */
export function allSentences(): Sentence[] {
  const files = ['modules', 'scripts', 'stacks', 'tools', 'catalog'].flatMap((folder) => readdirSync(join(CHECKOUT, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => relative(CHECKOUT, join(entry.parentPath, entry.name)));
  const read = (path: string) => readFileSync(join(CHECKOUT, path), 'utf8');
  return files.flatMap((path) => (path.endsWith('.ts') ? sentencesOf(path, read(path)) : /^catalog\/.*(plans|app)\.yaml$/.test(path) ? yamlSentences(path, read(path)) : []));
}

/** Keys of files, as they stand in prose: `environment: demo`. */
const KEYS = /\b(?:amends|edge|environment|images|kind|name|provides|publicDns|read_only|secrets|sha256|target):/g;

/** What is wrong with a sentence's typography in French; code is not French. */
export function frenchFaults(words: string): string[] {
  const prose = words.replace(/« [^»]*? »/gu, '« »').replace(/\b[a-z]+:\/\/\S+/g, 'url').replace(/(?:\$\{…\}: )?\{ .*? \}|\["[^\]]*\]|"\$\([^)]*\)"/g, 'code').replace(KEYS, 'key');
  const rules: readonly (readonly [RegExp, string])[] = [
    [/\p{L}'\p{L}/u, 'straight apostrophe'],
    [/"/, 'straight quotes'],
    [/\.\.\./, 'three dots'],
    [/«(?! |\u00a0|\u202f)/, 'no space after «'],
    [/(?<! |\u00a0|\u202f)»/, 'no space before »'],
    [/[^\s«][:;!?](?=\s|$)/, 'no space before : ; ! or ?'],
    [/\s,|\s\.(?=\s|$)/, 'space before a comma or a full stop'],
    [/^\S.*\S {2,}\S/m, 'two spaces'],
  ];
  return rules.filter(([rule]) => rule.test(prose)).map(([, name]) => name);
}

/** And in English. */
export function englishFaults(words: string): string[] {
  const rules: readonly (readonly [RegExp, string])[] = [
    [/\p{L}'\p{L}/u, 'straight apostrophe'],
    [/[«»]/, 'guillemets'],
    [/\.\.\.(?!\])/, 'three dots'],
    [/\S [:;!?](?=\s|$)/, 'space before : ; ! or ?'],
  ];
  return rules.filter(([rule]) => rule.test(words)).map(([, name]) => name);
}
