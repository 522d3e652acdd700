import { describe, expect, it } from 'vitest';
import { parseRoster } from '../../modules/engine/roster.ts';
import { ChatiereError, renderProblem } from '../../modules/kernel/index.ts';

const HEADER = 'username,email,firstName,lastName,organization,groups';
const parse = (...lines: string[]) => parseRoster([...lines, ''].join('\n'), 'personnes.csv', ['mrc-demo', 'village-demo']);
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
      { username: 'lea.cote', email: 'lea@mrc.example', firstName: 'Léa', lastName: 'Côté, fille', organization: 'mrc-demo', groups: ['admins', 'members'], file: 'personnes.csv', line: 2 },
    ]);
    expect(parse('email,username,groups,organization,lastName,firstName', 'a@b.example,ab,,mrc-demo,B,A')[0]).toMatchObject({ username: 'ab', groups: ['members'] });
  });

  it('counts lines as an editor does, blank ones too', () => {
    expect(parse(HEADER, '', 'ab,a@b.example,A,B,mrc-demo,', '', 'cd,c@d.example,C,D,mrc-demo,').map(({ line }) => line)).toEqual([3, 5]);
  });

  it('names every wrong value with its line and column', () => {
    expect(refusal(HEADER, 'Léa,pas-une-adresse,Léa,C,mrc-demo,', 'ab,a@b.example,A,B,mrc-inconnue,chefs')).toEqual({
      fr: [
        'personnes.csv:2: username: valeur invalide\n  valeur donnée : "Léa"\n  permis : lettres minuscules sans accent, chiffres, point, tiret ; 2 à 63 caractères',
        'personnes.csv:2: email: valeur invalide\n  valeur donnée : "pas-une-adresse"\n  permis : une adresse comme nom@exemple.quebec',
        'personnes.csv:3: organization: organisation inconnue de la fédération\n  valeur donnée : "mrc-inconnue"\n  permis : mrc-demo, village-demo',
        'personnes.csv:3: groups: groupe inconnu\n  valeur donnée : "chefs"\n  permis : admins ; members',
      ],
      en: [
        'personnes.csv:2: username: invalid value\n  given: "Léa"\n  allowed: lower-case letters without accents, digits, dot, hyphen; 2 to 63 characters',
        'personnes.csv:2: email: invalid value\n  given: "pas-une-adresse"\n  allowed: an address such as name@example.quebec',
        'personnes.csv:3: organization: organization unknown to the federation\n  given: "mrc-inconnue"\n  allowed: mrc-demo, village-demo',
        'personnes.csv:3: groups: unknown group\n  given: "chefs"\n  allowed: admins; members',
      ],
    });
  });

  it('names the line that gave a value first, whatever its case', () => {
    expect(refusal(HEADER, 'ab,A@b.example,A,B,mrc-demo,', 'ab,a@B.example,A,B,mrc-demo,').en).toEqual([
      'personnes.csv:3: username: already given on line 2\n  given: "ab"',
      'personnes.csv:3: email: already given on line 2\n  given: "a@B.example"',
    ]);
  });

  it('refuses unknown and missing columns by name', () => {
    expect(refusal('username,courriel,firstName,lastName,organization,groups', 'a,b,c,d,e,f').fr).toEqual([
      'personnes.csv:1: colonne inconnue\n  valeur donnée : "courriel"\n  permis : username, email, firstName, lastName, organization, groups',
      'personnes.csv:1: colonne manquante : email\n  permis : username, email, firstName, lastName, organization, groups',
    ]);
  });

  it.each([
    ['too few cells', 'ab,a@b.example,A', 2],
    ['too many cells', 'ab,a@b.example,A,B,mrc-demo,members,x', 2],
    ['an open quote', 'ab,"a@b.example,A,B,mrc-demo,members', 2],
  ])('%s: unreadable, with the line', (_what, line, at) => {
    expect(refusal(HEADER, line).en[0]).toMatch(new RegExp(`^personnes\\.csv:${at}: unreadable CSV: `));
  });
});
