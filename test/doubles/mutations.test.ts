import { describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { type ComposeService, imageName, latestRelease, loadCatalog, type Release } from '../../modules/catalog/index.ts';
import { CHECKOUT } from '../catalog/folder.ts';
import { callsOf } from './argv.ts';
import { type Contract, loadContracts } from './contract.ts';
import { straysOf } from './strays.ts';

// An entry with one thing broken: the table must notice every single one, or it proves nothing of the entry as it stands.

interface Mutant {
  readonly what: string;
  readonly release: Release;
}

const catalog = loadCatalog(join(CHECKOUT, 'catalog'));
const contracts = loadContracts();

const governed = ({ app, images = [app] }: Contract, { compose }: Release): ComposeService[] => [...compose.services.values()].filter(({ image }) => images.includes(imageName(image)));

/** Each path to which the identity server may send a browser or a sign-out, with a letter more. */
function addresses(_: Contract, release: Release): Mutant[] {
  const { oidc } = release.sheet;
  if (!oidc) return [];
  const changed = (what: string, more: Partial<typeof oidc>): Mutant => ({ what, release: { ...release, sheet: { ...release.sheet, oidc: { ...oidc, ...more } } } });
  const { backchannelLogoutPath: back } = oidc;
  return [
    ...(['redirectPaths', 'postLogoutPaths'] as const).flatMap((key) => oidc[key].map((path) => changed(path, { [key]: oidc[key].map((each) => (each === path ? `${path}x` : each)) }))),
    ...(back === undefined ? [] : [changed(back, { backchannelLogoutPath: back.replace(/(?=[^/]*\/[^/]*$)/, 'x') })]),
  ];
}

/** Each variable of each service, with a letter more. */
function variables(contract: Contract, release: Release): Mutant[] {
  return governed(contract, release).flatMap((service) => [...service.environment.keys()].map((name) => {
    const environment = new Map([...service.environment].map(([key, value]) => [key === name ? `${name}X` : key, value]));
    const services = new Map([...release.compose.services, [service.name, { ...service, environment }]]);
    return { what: `${service.name} ${name}`, release: { ...release, compose: { ...release.compose, services } } };
  }));
}

/** Each sub-command and each option that a job gives to a program of the table, with a letter more. */
const jobArguments = (contract: Contract, release: Release): Mutant[] => [...configureArguments(contract, release), ...oneShotArguments(contract, release)];

function oneShotArguments(contract: Contract, release: Release): Mutant[] {
  return governed(contract, release).filter(({ oneShot }) => oneShot).flatMap((service) => telling(contract, [...(service.entrypoint ?? []), ...(service.command ?? [])]).map((word) => {
    const change = (words: readonly string[] | undefined) => words?.map((text) => broke(text, word));
    const services = new Map([...release.compose.services, [service.name, { ...service, entrypoint: change(service.entrypoint), command: change(service.command) }]]);
    return { what: `${service.name} ${word}`, release: { ...release, compose: { ...release.compose, services } } };
  }));
}

function configureArguments(contract: Contract, release: Release): Mutant[] {
  const { configure } = release.sheet;
  const names = governed(contract, release).map(({ name }) => name);
  return configure.filter(({ service }) => names.includes(service)).flatMap((job) => telling(contract, job.argv).map((word) => {
    const broken = { ...job, argv: job.argv.map((text) => broke(text, word)) };
    return { what: `${job.id} ${word}`, release: { ...release, sheet: { ...release.sheet, configure: configure.map((each) => (each === job ? broken : each)) } } };
  }));
}

/** Of the calls that an argv makes, the words by which the table knows them. */
function telling(contract: Contract, argv: readonly string[]): string[] {
  const words = callsOf(contract, argv).flatMap((call) => {
    const row = contract.commands.filter((command) => command.argv.every((word, index) => call[index] === word)).sort((a, b) => b.argv.length - a.argv.length)[0];
    return row ? [...row.argv.slice(1), ...call.map((word) => word.split('=')[0] as string).filter((word) => row.options[word] !== undefined)] : [];
  });
  return [...new Set(words)];
}

/** The first place in which the word stands by itself. */
const broke = (text: string, word: string): string =>
  text.replace(new RegExp(`(?<![\\w:/-])${word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w:/-])`), () => `${word}x`);

/** Each table and column that a count reads, with a letter more. */
function columns(contract: Contract, release: Release): Mutant[] {
  const { usage } = release.sheet;
  const names = new Set(Object.entries(contract.tables).flatMap(([table, row]) => [table, ...row.columns]));
  return usage.flatMap((query) => [...names].flatMap((name) => {
    const argv = query.argv.map((word) => word.replace(new RegExp(`(?<![\\w'=-])${name}(?![\\w'=])`, 'g'), `${name}x`));
    if (argv.join() === query.argv.join()) return [];
    return [{ what: `${query.id} ${name}`, release: { ...release, sheet: { ...release.sheet, usage: usage.map((each) => (each === query ? { ...query, argv } : each)) } } }];
  }));
}

const kinds = { 'an address of sign-on': addresses, 'the name of a variable': variables, 'an argument of a job': jobArguments, 'a column that is counted': columns };

describe.each(contracts.map((contract) => [contract.app, contract] as const))('the entry of %s, with', (app, contract) => {
  const release = latestRelease(catalog, app);

  it.each(Object.entries(kinds))('%s broken, leaves its table', (_, mutate) => {
    const mutants = mutate(contract, release);
    expect(mutants).not.toEqual([]);
    expect(mutants.filter(({ release: broken }) => straysOf(contract, broken).length === 0).map(({ what }) => what)).toEqual([]);
  });
});
