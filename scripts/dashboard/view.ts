import { html } from 'hono/html';
import type { Actions, InstanceUsage } from '../../modules/engine/index.ts';
import type { Language, Text } from '../../modules/kernel/index.ts';
import type { Audience, EnergyReport } from '../../modules/metering/index.ts';

/** A piece of a page, escaped. */
export type Html = ReturnType<typeof html>;

/** What every page is drawn from. */
export interface View {
  readonly report: EnergyReport;
  /** The last counts, as this audience may see them. */
  readonly usage: readonly InstanceUsage[];
  readonly audience: Audience;
  /** What is proposed; undefined where a page does not need it. */
  readonly actions: Actions | undefined;
  readonly language: Language;
  /** Kept on every link: `?period=semaine`; empty in files. */
  readonly query: string;
  /** Words of the period in force; undefined where pages are files, which nobody can ask for another. */
  readonly asked: { readonly period: string; readonly from: string; readonly to: string } | undefined;
  readonly say: (text: Text) => string;
}

/** Kinds of pages that are of something. */
export type Subject = 'operator' | 'host' | 'organization' | 'instance';

const FOLDER: Readonly<Record<Subject, string>> = { operator: 'hebergeur', host: 'serveur', organization: 'organisation', instance: 'instance' };

/** Name of a page: `serveur-serveur-1.html`. Flat, so that the same links work on a server and in a folder. */
export const fileOf = (subject: Subject, id: string): string => `${FOLDER[subject]}-${id}.html`;
export const FEDERATION_PAGE = 'index.html';
export const ACTIONS_PAGE = 'agir.html';
export const QUALITY_PAGE = 'qualite.html';
export const STYLE_FILE = 'style.css';

/** Every page of a report: its name, and whose it is. */
export function pagesOf({ operators, hosts, organizations, instances }: EnergyReport): readonly { readonly file: string; readonly subject?: Subject; readonly id: string }[] {
  const of = (subject: Subject, list: readonly { readonly id: string }[]) => list.map(({ id }) => ({ file: fileOf(subject, id), subject, id }));
  return [{ file: FEDERATION_PAGE, id: '' }, ...of('operator', operators), ...of('host', hosts), ...of('organization', organizations), ...of('instance', instances), { file: ACTIONS_PAGE, id: '' }, { file: QUALITY_PAGE, id: '' }];
}

export const link = ({ query }: View, file: string, words: string): Html => html`<a href="${file}${query}">${words}</a>`;
