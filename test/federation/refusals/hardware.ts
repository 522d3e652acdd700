import type { Edit, Refusal } from '../../catalog/folder.ts';

const HARDWARE = `hardware:
  model: Essai
  year: 2019
  condition: new
  cpu: { model: Essai, sockets: 2, threads: 16 }
  memory: [{ modules: 4, gigabytes: 16 }]
`;

/** The sample's host with a record of its machine, edited. */
const machine = (from: string, to: string): Edit => ['hosts/serveur-1.yaml', 'edge:', `${HARDWARE.replace(from, () => to)}edge:`];
const also = (more: string): Edit => machine('  memory:', `${more}\n  memory:`);
const pue = (written: string): Edit => ['hosts/serveur-1.yaml', '  region: qc', `  region: qc\n  pue: ${written}`];

/** What is wrong with a machine's record or its room's PUE. */
export const refusals: readonly Refusal[] = [
  {
    name: 'a PUE below 1',
    edits: [pue('{ value: 0.98, category: pue3, year: 2025, evidence: https://a.test }')],
    fr: ['hosts/serveur-1.yaml:7:17: site.pue.value: nombre trop petit', '  valeur donnée : "0.98"', '  permis : au moins 1'],
    en: ['hosts/serveur-1.yaml:7:17: site.pue.value: number that is too small', '  given: "0.98"', '  allowed: at least 1'],
  },
  {
    name: 'a PUE that is a bare number',
    edits: [pue('1.2')],
    fr: ['hosts/serveur-1.yaml:7:8: site.pue: valeur du mauvais genre', '  valeur donnée : "1.2"', '  permis : des clés, une par ligne'],
    en: ['hosts/serveur-1.yaml:7:8: site.pue: value of the wrong kind', '  given: "1.2"', '  allowed: keys, one a line'],
  },
  {
    name: 'a PUE without year or category',
    edits: [pue('{ value: 1.2 }')],
    fr: ['hosts/serveur-1.yaml:7:8: site.pue.category: clé absente', '  à faire : ajouter « category: »', 'hosts/serveur-1.yaml:7:8: site.pue.year: clé absente', '  à faire : ajouter « year: »'],
    en: ['hosts/serveur-1.yaml:7:8: site.pue.category: missing key', '  next: add “category:”', 'hosts/serveur-1.yaml:7:8: site.pue.year: missing key', '  next: add “year:”'],
  },
  {
    name: 'a measured PUE without evidence',
    edits: [pue('{ value: 1.2, category: pue2, year: 2025 }')],
    fr: ['hosts/serveur-1.yaml:7:3: site.pue: PUE sans preuve', '  valeur donnée : "1.2"', '  à faire : ajouter « evidence: » et l’adresse où on peut le lire, ou écrire « category: assumed »'],
    en: ['hosts/serveur-1.yaml:7:3: site.pue: PUE without evidence', '  given: "1.2"', '  next: add “evidence:” and the address where it can be read, or write “category: assumed”'],
  },
  {
    name: 'fewer threads than sockets',
    edits: [machine('threads: 16', 'threads: 1')],
    fr: ['hosts/serveur-1.yaml:11:45: hardware.cpu.threads: moins de fils d’exécution que de processeurs', '  valeur donnée : "1"', '  permis : au moins 2, tous processeurs ensemble'],
    en: ['hosts/serveur-1.yaml:11:45: hardware.cpu.threads: fewer threads than sockets', '  given: "1"', '  allowed: at least 2, all sockets together'],
  },
  {
    name: 'a processor kind with a capital',
    edits: [machine('sockets: 2', 'sockets: 2, architecture: Ice Lake')],
    fr: ['hosts/serveur-1.yaml:11:50: hardware.cpu.architecture: valeur mal formée', '  valeur donnée : "Ice Lake"', '  permis : des mots en minuscules et des chiffres, séparés par des traits d’union, comme ice-lake'],
    en: ['hosts/serveur-1.yaml:11:50: hardware.cpu.architecture: malformed value', '  given: "Ice Lake"', '  allowed: lower-case words and digits separated by hyphens, such as ice-lake'],
  },
  {
    name: 'a condition of neither kind',
    edits: [machine('condition: new', 'condition: used')],
    fr: ['hosts/serveur-1.yaml:10:14: hardware.condition: valeur inconnue', '  valeur donnée : "used"', '  permis : new, second-hand'],
    en: ['hosts/serveur-1.yaml:10:14: hardware.condition: unknown value', '  given: "used"', '  allowed: new, second-hand'],
  },
  {
    name: 'a machine without memory',
    edits: [machine('memory: [{ modules: 4, gigabytes: 16 }]', 'memory: []')],
    fr: ['hosts/serveur-1.yaml:12:11: hardware.memory: liste trop courte', '  valeur donnée : "[]"', '  permis : au moins 1'],
    en: ['hosts/serveur-1.yaml:12:11: hardware.memory: list that is too short', '  given: "[]"', '  allowed: at least 1'],
  },
  {
    name: 'a curve out of order that falls and does not reach full load',
    edits: [also('  calibration:\n    on: 2026-11-20\n    measured: wall\n    curve: [{ load: 0, watts: 40 }, { load: 0.5, watts: 30 }, { load: 0.5, watts: 90 }]')],
    fr: [
      'hosts/serveur-1.yaml:15:57: hardware.calibration.curve[1].watts: puissance au-dessous de celle d’une charge moindre', '  valeur donnée : "30"', '  permis : au moins 40', '  à faire : étalonner de nouveau, la machine au repos',
      'hosts/serveur-1.yaml:15:71: hardware.calibration.curve[2].load: charge qui n’est pas au-dessus de celle d’avant', '  valeur donnée : "0.5"', '  permis : plus de 0.5',
      'hosts/serveur-1.yaml:15:5: hardware.calibration.curve: la courbe va de la charge 0 à la charge 1', '  à faire : étalonner de nouveau, la machine au repos',
    ],
    en: [
      'hosts/serveur-1.yaml:15:57: hardware.calibration.curve[1].watts: power below that of a lower load', '  given: "30"', '  allowed: at least 40', '  next: calibrate again while the machine is idle',
      'hosts/serveur-1.yaml:15:71: hardware.calibration.curve[2].load: load that is not above the one before', '  given: "0.5"', '  allowed: more than 0.5',
      'hosts/serveur-1.yaml:15:5: hardware.calibration.curve: the curve goes from load 0 to load 1', '  next: calibrate again while the machine is idle',
    ],
  },
  {
    name: 'a bill outside of its own bounds that ends before it begins',
    edits: [also('  declared: { kilowattHours: 900, low: 950, high: 850, from: 2026-01-01, until: 2025-12-31 }')],
    fr: [
      'hosts/serveur-1.yaml:12:40: hardware.declared.low: borne basse au-dessus de la valeur', '  valeur donnée : "950"',
      'hosts/serveur-1.yaml:12:51: hardware.declared.high: borne haute au-dessous de la valeur', '  valeur donnée : "850"',
      'hosts/serveur-1.yaml:12:81: hardware.declared.until: période qui finit avant de commencer', '  valeur donnée : "2025-12-31"',
    ],
    en: [
      'hosts/serveur-1.yaml:12:40: hardware.declared.low: low bound above the value', '  given: "950"',
      'hosts/serveur-1.yaml:12:51: hardware.declared.high: high bound below the value', '  given: "850"',
      'hosts/serveur-1.yaml:12:81: hardware.declared.until: period that ends before it begins', '  given: "2025-12-31"',
    ],
  },
];
