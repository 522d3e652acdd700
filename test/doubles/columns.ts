import type { Contract } from './contract.ts';

const QUERY = '--command=';
const KEYWORDS = new Set('select from join on where and or not exists in like as is null distinct case when then else end union all interval at time zone epoch'.split(' '));

interface Word {
  readonly name: string;
  /** Of `alias.name`. */
  readonly of: string | undefined;
  readonly call: boolean;
  readonly cast: boolean;
}

/** The names that a query of `psql` reads and the table does not list: `table` or `table.column`. Other commands read none. */
export function strayColumns({ tables }: Pick<Contract, 'tables'>, argv: readonly string[]): string[] {
  return argv.filter((word) => word.startsWith(QUERY)).flatMap((word) => straysOfQuery(tables, word.slice(QUERY.length)));
}

function straysOfQuery(tables: Contract['tables'], query: string): string[] {
  const words = wordsOf(query);
  const sources = sourcesOf(words);
  const columns = (table: string | undefined): readonly string[] => (table === undefined ? [] : (tables[table]?.columns ?? []));
  const read = words.filter(({ name, call, cast, of }) => !call && !cast && (of !== undefined || !(KEYWORDS.has(name) || sources.has(name) || [...sources.values()].includes(name))));
  return [
    ...[...new Set(sources.values())].filter((table) => tables[table] === undefined),
    ...read.flatMap(({ name, of }) => {
      const known = of === undefined ? [...sources.values()].flatMap(columns) : columns(sources.get(of));
      return known.includes(name) ? [] : [of === undefined ? name : `${sources.get(of) ?? of}.${name}`];
    }),
  ];
}

/** Alias, or name, of each table after FROM and JOIN -> its name. */
function sourcesOf(words: readonly Word[]): Map<string, string> {
  const sources = new Map<string, string>();
  words.forEach(({ name: keyword, of }, index) => {
    const table = words[index + 1];
    if (of !== undefined || (keyword !== 'from' && keyword !== 'join') || table === undefined || table.call || KEYWORDS.has(table.name)) return;
    const next = words[index + 2];
    sources.set(next === undefined || next.call || KEYWORDS.has(next.name) ? table.name : next.name, table.name);
  });
  return sources;
}

function wordsOf(query: string): Word[] {
  const bare = query.replace(/'(?:[^']|'')*'/g, "''");
  return [...bare.matchAll(/(::)?\b([a-z_]\w*)(?:\.([a-z_]\w*))?(\s*\()?/gi)].map(([, cast, first = '', second, call]) => {
    // `EXISTS (`, `IN (`, `AND (` call nothing.
    const keyword = second === undefined && KEYWORDS.has(first.toLowerCase());
    return { name: (second ?? first).toLowerCase(), of: second === undefined ? undefined : first.toLowerCase(), call: call !== undefined && !keyword, cast: cast !== undefined };
  });
}
