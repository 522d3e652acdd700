import { type Problem, text } from '../kernel/index.ts';
import type { Release } from './catalog.ts';

/** Checks published.lock, lines of `<app>/<release> <SHA-256>`: what stands there is still on offer and was not edited since. */
export function publishedProblems(directory: string, content: string, releases: readonly Release[]): Problem[] {
  return content.split('\n').flatMap((line, index): Problem[] => {
    if (line.trim() === '' || line.startsWith('#')) return [];
    const where = { file: `${directory}/published.lock`, line: index + 1 };
    const match = /^([a-z0-9-]+)\/(\S+) ([0-9a-f]{64})$/.exec(line);
    if (!match) return [{ code: 'published-line', what: text('ligne mal formée', 'malformed line'), where, given: line, allowed: text('<logiciel>/<version> <SHA-256>', '<app>/<release> <SHA-256>') }];
    const release = releases.find(({ app, release: name }) => app === match[1] && name === match[2]);
    if (release?.digest === match[3]) return [];
    return [
      {
        code: release ? 'published-edited' : 'published-gone',
        what: release ? text('version publiée, puis modifiée', 'release edited after it was published') : text('version publiée, puis retirée', 'release removed after it was published'),
        where,
        given: `${match[1]}/${match[2]}`,
        next: text('remettre ses fichiers et faire une nouvelle révision', 'put its files back and make a new revision'),
      },
    ];
  });
}
