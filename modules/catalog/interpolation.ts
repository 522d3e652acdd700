/** A piece of text between dollars: as it stands, or the name of a variable. */
export type Piece = { readonly text: string } | { readonly variable: string };

/**
 * Splits text at `${NAME}`; `$$` is a dollar. In `strict` text (compose.yaml) every other dollar is an error, because Compose would read it;
 * elsewhere (app.yaml) a dollar alone stands for itself, and only a `${` that starts no name is an error.
 * `invalid` is the first piece that is neither.
 */
export function splitVariables(content: string, strict: boolean): { readonly pieces: readonly Piece[]; readonly invalid: string | undefined } {
  const pieces: Piece[] = [];
  let invalid: string | undefined;
  let start = 0;
  let plain = '';
  for (const match of content.matchAll(/\$(?:\$|\{([A-Z][A-Z0-9_]*)\}|[^\s"'`]?)/g)) {
    plain += content.slice(start, match.index);
    start = match.index + match[0].length;
    if (match[1] !== undefined) {
      if (plain !== '') pieces.push({ text: plain });
      pieces.push({ variable: match[1] });
      plain = '';
    } else if (match[0] === '$$') plain += '$';
    else {
      if (strict || match[0] === '${') invalid ??= /^\$(\{[^}\s]{0,40}\}?|\w*)/.exec(content.slice(match.index))?.[0] ?? match[0];
      // Read what follows the dollar again: it may be a dollar of its own.
      plain += match[0];
    }
  }
  plain += content.slice(start);
  if (plain !== '') pieces.push({ text: plain });
  return { pieces, invalid };
}

/** Text in which `splitVariables` finds no variable: every dollar doubled. */
export const escapeDollars = (content: string): string => content.replaceAll('$', '$$$$');

/** `database-password` -> `DATABASE_PASSWORD`: injective, because names hold no underscore. */
export const variableName = (prefix: string, name: string): string => `${prefix}_${name.toUpperCase().replaceAll('-', '_')}`;
