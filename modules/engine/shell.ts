/** One word of a POSIX shell, whatever it holds; a NUL cannot stand in one. */
export function quote(value: string): string {
  if (value.includes('\0')) throw new RangeError('a shell word cannot hold NUL');
  return `'${value.replaceAll("'", `'\\''`)}'`;
}

/** Lines for `eval "$(…)"`: each variable exported, in alphabetical order. */
export function shellExports(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => {
      if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw new RangeError(`not a variable name: ${name}`);
      return `export ${name}=${quote(value)}\n`;
    })
    .join('');
}
