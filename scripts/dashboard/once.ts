import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pageOf } from './pages.ts';
import { style } from './style.ts';
import { pagesOf, STYLE_FILE, type View } from './view.ts';

/** Every page of a report as a file; links between them are relative, and nobody can ask for another period. @returns names, in order. */
export async function filesOf(view: Omit<View, 'query' | 'asked'>): Promise<readonly (readonly [file: string, content: string])[]> {
  const whole: View = { ...view, query: '', asked: undefined };
  const pages = await Promise.all(pagesOf(view.report).map(async ({ file }) => [file, String(await pageOf(whole, file))] as const));
  return [...pages, [STYLE_FILE, style]];
}

/** Writes them to a folder, which is made where it is missing; other files in it stay. */
export async function writePages(folder: string, view: Omit<View, 'query' | 'asked'>): Promise<string[]> {
  const files = await filesOf(view);
  await mkdir(folder, { recursive: true });
  for (const [file, content] of files) await writeFile(join(folder, file), content);
  return files.map(([file]) => file);
}
