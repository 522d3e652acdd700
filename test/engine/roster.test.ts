import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseRoster } from '../../modules/engine/roster.ts';
import { readRosterFile } from '../../modules/engine/roster-file.ts';
import { ChatiereError, renderProblem } from '../../modules/kernel/index.ts';
import { rosterRefusals } from './refusals/roster.ts';

const HEADER = 'username,email,firstName,lastName,organization,groups';
const parse = (...lines: string[]) => parseRoster([...lines, ''].join('\n'), 'p.csv', ['mrc-demo', 'village-demo']);
function refusal(...lines: string[]): { fr: string[]; en: string[] } {
  try {
    parse(...lines);
  } catch (error) {
    if (!(error instanceof ChatiereError)) throw error;
    return { fr: error.problems.map((problem) => renderProblem(problem, 'fr')), en: error.problems.map((problem) => renderProblem(problem, 'en')) };
  }
  throw new Error('nothing was refused');
}

describe('people from CSV', () => {
  it('reads groups, quotes, accents, a byte order mark and columns in another order', () => {
    expect(parse(`\ufeff${HEADER}`, 'lea.cote,lea@mrc.example,Léa,"Côté, fille",mrc-demo,admins;members')).toEqual([
      { username: 'lea.cote', email: 'lea@mrc.example', firstName: 'Léa', lastName: 'Côté, fille', organization: 'mrc-demo', groups: ['admins', 'members'], file: 'p.csv', line: 2 },
    ]);
    expect(parse('email,username,groups,organization,lastName,firstName', 'a@b.example,ab,,mrc-demo,B,A')[0]).toMatchObject({ username: 'ab', groups: ['members'] });
  });

  it('counts lines as an editor does, blank ones too', () => {
    expect(parse(HEADER, '', 'ab,a@b.example,A,B,mrc-demo,', '', 'cd,c@d.example,C,D,mrc-demo,').map(({ line }) => line)).toEqual([3, 5]);
  });

  it('names every wrong value with its line and column', () => {
    expect(refusal(HEADER, 'Léa,pas-une-adresse,Léa,C,mrc-demo,', 'ab,a@b.example,A,B,mrc-inconnue,chefs')).toEqual({
      fr: [
        'p.csv:2: username: valeur invalide\n  valeur donnée : "Léa"\n  permis : lettres minuscules sans accent, chiffres, point, tiret ; 2 à 63 caractères',
        'p.csv:2: email: valeur invalide\n  valeur donnée : "pas-une-adresse"\n  permis : une adresse comme nom@exemple.quebec',
        'p.csv:3: organization: organisation inconnue de la fédération\n  valeur donnée : "mrc-inconnue"\n  permis : mrc-demo, village-demo',
        'p.csv:3: groups: groupe inconnu\n  valeur donnée : "chefs"\n  permis : admins ; members',
      ],
      en: [
        'p.csv:2: username: invalid value\n  given: "Léa"\n  allowed: lower-case letters without accents, digits, dot, hyphen; 2 to 63 characters',
        'p.csv:2: email: invalid value\n  given: "pas-une-adresse"\n  allowed: an address such as name@example.quebec',
        'p.csv:3: organization: organization unknown to the federation\n  given: "mrc-inconnue"\n  allowed: mrc-demo, village-demo',
        'p.csv:3: groups: unknown group\n  given: "chefs"\n  allowed: admins; members',
      ],
    });
  });

  it('names the line that gave a value first, whatever its case', () => {
    expect(refusal(HEADER, 'ab,A@b.example,A,B,mrc-demo,', 'ab,a@B.example,A,B,mrc-demo,').en).toEqual([
      'p.csv:3: username: already given on line 2\n  given: "ab"',
      'p.csv:3: email: already given on line 2\n  given: "a@B.example"',
    ]);
  });

  it.each(rosterRefusals)('$name', ({ lines, fr, en }) => {
    const said = refusal(...lines);
    expect(said.fr.join('\n').split('\n')).toEqual(fr);
    expect(said.en.join('\n').split('\n')).toEqual(en);
  });
});

describe('a file of people', () => {
  const CAFE = 'username,email,firstName,lastName,organization,groups\nlea,lea@mrc.example,Léa,Côté,mrc-demo,\n';
  it.each([
    ['in Latin-1, as spreadsheets save', Buffer.from(CAFE, 'latin1')],
    ['in UTF-16', Buffer.from(`\ufeff${CAFE}`, 'utf16le')],
    ['with a NUL', Buffer.from(`${CAFE}\0`)],
  ])('%s is refused', async (_, bytes) => {
    const folder = await mkdtemp(join(tmpdir(), 'chatiere-roster-'));
    try {
      await writeFile(join(folder, 'p.csv'), bytes);
      const error = await readRosterFile(join(folder, 'p.csv'), 'p.csv').then(() => undefined, (thrown: ChatiereError) => thrown);
      expect(error?.problems.map((problem) => [renderProblem(problem, 'fr'), renderProblem(problem, 'en')])).toEqual([[
        'p.csv: texte qui n’est pas en UTF-8\n  à faire : l’enregistrer en « CSV UTF-8 »',
        'p.csv: text that is not UTF-8\n  next: save it as "CSV UTF-8"',
      ]]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
