import { type Document, isAlias, isMap, isScalar, isSeq, Lexer, type LineCounter, type Node, parseDocument, visit, type YAMLError } from 'yaml';
import { type Place, type Problem, type Text, text } from '../kernel/index.ts';

/** Nesting that no sheet needs and that parsers choke on. */
const MAX_DEPTH = 32;
const MAX_ALIASES = 16;

/** Keys that are unsafe to copy in JavaScript: no file of ours has a use for them. */
const UNSAFE_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Reads one YAML 1.2 document of plain maps, lists and scalars. Refuses what would be read in two ways or is made to harm:
 * several documents, directives, tags, merge keys, duplicate keys, many aliases, deep nesting.
 */
export function readYaml(file: string, content: string, lines: LineCounter, problems: Problem[]): Document.Parsed | undefined {
  const refuse = (code: keyof typeof rules, offset: number, given?: string): void => {
    const { line, col } = lines.linePos(offset);
    const where: Place = { file, line: Math.max(line, 1), column: Math.max(col, 1) };
    problems.push({ code, where, what: rules[code].what, next: rules[code].next, ...(given === undefined ? {} : { given }) });
  };
  const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.exec(content);
  if (control) {
    problems.push({ code: 'yaml-control', where: { file, line: content.slice(0, control.index).split('\n').length }, given: control[0], what: rules['yaml-control'].what, next: rules['yaml-control'].next });
    return undefined;
  }
  const deep = tooDeepAt(content);
  if (deep !== undefined) {
    problems.push({ code: 'yaml-depth', where: { file, line: deep }, what: rules['yaml-depth'].what, next: rules['yaml-depth'].next });
    return undefined;
  }
  // More than one document is an error of `parseDocument`; what it reads is the first.
  const document = parseDocument(content, { lineCounter: lines, prettyErrors: false, uniqueKeys: true, merge: false, version: '1.2', schema: 'core', stringKeys: true });
  const before = problems.length;
  for (const error of worthSaying(document.errors)) {
    refuse(codeOf(error), error.pos[0], error.code === 'DUPLICATE_KEY' ? keyAt(content, error.pos[0]) : undefined);
  }
  // What was read beside an error says nothing.
  if (problems.length > before) return undefined;
  const unknown = document.warnings.some(({ code }) => code === 'BAD_DIRECTIVE');
  if (unknown || document.directives.yaml.explicit || Object.keys(document.directives.tags).length > 1) refuse('yaml-directive', 0);
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) refuse('yaml-empty', 0);
  else if (!isMap(document.contents)) refuse('yaml-not-a-map', document.contents.range[0]);
  inspect(document, refuse);
  return problems.length > before ? undefined : document;
}

/** One error of form makes others after it: a tab first, then the first of any other kind. Keys given twice make none. */
function worthSaying(errors: readonly YAMLError[]): readonly YAMLError[] {
  const tab = errors.find(({ code }) => code === 'TAB_AS_INDENT');
  const other = errors.find(({ code }) => code !== 'DUPLICATE_KEY');
  return tab ? [tab] : other ? [other] : errors;
}

type Refuse = (code: keyof typeof rules, offset: number, given?: string) => void;

function inspect(document: Document.Parsed, refuse: Refuse): void {
  let aliases = 0;
  visit(document, {
    Node(_, node, path) {
      const start = (node as Node).range?.[0] ?? 0;
      if (isAlias(node)) {
        const anchored = node.resolve(document);
        if (!anchored || path.includes(anchored)) refuse('yaml-alias', start);
        if (++aliases === MAX_ALIASES + 1) refuse('yaml-aliases', start);
      }
      if ((isMap(node) || isSeq(node)) && path.filter((parent) => isMap(parent) || isSeq(parent)).length >= MAX_DEPTH) {
        refuse('yaml-depth', start);
        return visit.BREAK;
      }
      if ((node as Node & { tag?: string }).tag !== undefined) refuse('yaml-tag', start);
      return undefined;
    },
    Pair(_, pair) {
      const key = pair.key as Node | null;
      if (!isScalar(key)) refuse('yaml-key', key?.range?.[0] ?? 0);
      else if (UNSAFE_KEYS.has(String(key.value))) refuse('yaml-unsafe-key', key.range?.[0] ?? 0, String(key.value));
    },
  });
}

/** Line of the first bracket or dash that nests too deeply, found without recursion, before a parser sees the text. */
function tooDeepAt(content: string): number | undefined {
  let line = 1;
  let flow = 0;
  let inline = 0;
  for (const lexeme of new Lexer().lex(content)) {
    if (lexeme === '[' || lexeme === '{') flow++;
    else if (lexeme === ']' || lexeme === '}') flow--;
    else if (lexeme === '-' || lexeme === '?') inline++;
    if (flow > MAX_DEPTH || inline > MAX_DEPTH) return line;
    const breaks = lexeme.split('\n').length - 1;
    if (breaks > 0) inline = 0;
    line += breaks;
  }
  return undefined;
}

function keyAt(content: string, offset: number): string {
  return /^[^\s:,}]+/.exec(content.slice(offset, offset + 80))?.[0] ?? '';
}

function codeOf(error: YAMLError): keyof typeof rules {
  if (error.code === 'DUPLICATE_KEY') return 'yaml-duplicate-key';
  if (error.code === 'TAB_AS_INDENT') return 'yaml-tab';
  if (error.code === 'MULTIPLE_DOCS') return 'yaml-documents';
  if (error.code === 'NON_STRING_KEY') return 'yaml-key';
  if (error.code === 'BAD_DIRECTIVE') return 'yaml-directive';
  if (error.code === 'BAD_ALIAS') return 'yaml-alias';
  return 'yaml-syntax';
}

const rule = (what: Text, next: Text) => ({ what, next });
const rules = {
  'yaml-syntax': rule(text('YAML illisible à cet endroit', 'YAML that cannot be read at this point'), text('vérifier les guillemets, les deux-points, les crochets et l’indentation', 'check quotes, colons, brackets and indentation')),
  'yaml-control': rule(text('caractère de commande dans le fichier', 'control character in the file'), text('le retirer ; ce n’est peut-être pas un fichier de texte', 'remove it; this may not be a text file')),
  'yaml-tab': rule(text('tabulation dans l’indentation', 'tab in the indentation'), text('indenter avec des espaces', 'indent with spaces')),
  'yaml-duplicate-key': rule(text('clé donnée deux fois', 'key given twice'), text('garder une seule des deux', 'keep only one of the two')),
  'yaml-documents': rule(text('plus d’un document dans le fichier', 'more than one document in the file'), text('un document par fichier ; retirer « --- »', 'one document per file; remove “---”')),
  'yaml-directive': rule(text('directive YAML', 'YAML directive'), text('retirer la ligne qui commence par « % »', 'remove the line that starts with “%”')),
  'yaml-tag': rule(text('étiquette de type YAML', 'YAML tag'), text('retirer le mot qui commence par « ! »', 'remove the word that starts with “!”')),
  'yaml-alias': rule(text('alias sans ancre, ou qui se contient lui-même', 'alias without an anchor, or that contains itself'), text('écrire la valeur en toutes lettres', 'write the value out')),
  'yaml-aliases': rule(text(`plus de ${MAX_ALIASES} alias dans le fichier`, `more than ${MAX_ALIASES} aliases in the file`), text('écrire les valeurs en toutes lettres', 'write the values out')),
  'yaml-depth': rule(text(`plus de ${MAX_DEPTH} niveaux d’imbrication`, `more than ${MAX_DEPTH} levels of nesting`), text('aplatir le contenu', 'flatten the content')),
  'yaml-key': rule(text('clé qui n’est pas un texte', 'key that is not text'), text('mettre la clé entre guillemets', 'put the key in quotes')),
  'yaml-unsafe-key': rule(text('clé interdite', 'forbidden key'), text('retirer cette clé', 'remove this key')),
  'yaml-empty': rule(text('fichier vide', 'empty file'), text('le remplir ou le retirer', 'fill it or remove it')),
  'yaml-not-a-map': rule(text('le fichier ne contient pas de clés', 'the file does not hold keys'), text('écrire « clé: valeur », une par ligne', 'write “key: value”, one a line')),
} as const;
