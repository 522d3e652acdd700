import { html } from 'hono/html';
import type { Html } from './view.ts';

export type Cell = Html | string;

/** A table whose first column names its rows; every other is numbers. It scrolls by itself where the page is narrow, and by the keyboard. */
export function table(caption: string, heads: readonly string[], rows: readonly (readonly Cell[])[], foot?: readonly Cell[]): Html {
  const row = (cells: readonly Cell[]): Html => html`<tr><th scope="row">${cells[0] ?? ''}</th>${cells.slice(1).map((cell) => html`<td>${cell}</td>`)}</tr>`;
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table>
<caption>${caption}</caption>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows.map(row)}</tbody>${foot ? html`<tfoot>${row(foot)}</tfoot>` : ''}
</table></div>`;
}

/** A drawing and its table, under one heading. */
export const section = (id: string, title: string, ...content: readonly (Html | string)[]): Html => html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
${content}</section>`;
