import { type Problem, type Text, text } from '../kernel/index.ts';
import { type AppSheet, type ImageLock, WINDOWS } from './app.ts';
import type { ComposeFile } from './compose.ts';
import type { RawCompose } from './compose-schema.ts';
import { checkHardening, checkKind } from './entry-kind.ts';
import { checkServices } from './entry-services.ts';
import { checkSettings } from './entry-settings.ts';
import { variableName } from './interpolation.ts';
import type { Plans } from './plans.ts';
import { unknownName } from './refusal.ts';
import { type Path, problemAt, type Sheet } from './sheet.ts';

/** One entry as read, with what it must agree with. */
export interface Entry {
  readonly sheet: Sheet<AppSheet>;
  readonly raw: Sheet<RawCompose>;
  readonly compose: ComposeFile;
  /** Variables that appear in either file. */
  readonly used: ReadonlySet<string>;
  /** `undefined` where the file itself is wrong: its problems are said, and not those that follow from them. */
  readonly images: ImageLock | undefined;
  readonly plans: Plans | undefined;
  readonly problems: Problem[];
}

/** What app.yaml and compose.yaml must say of each other, of the plans and of the images. */
export function checkEntry(entry: Entry): void {
  checkKind(entry);
  checkServices(entry);
  checkHardening(entry);
  checkSizing(entry);
  checkSecrets(entry);
  checkJobs(entry);
  checkUsage(entry);
  checkMentions(entry);
  checkSettings(entry);
}

/** Every plan sizes every service, and nothing else. */
function checkSizing({ sheet, compose, plans, problems }: Entry): void {
  const { sizing, kind } = sheet.value;
  const names = kind === 'platform' ? ['platform'] : plans && Object.keys(plans);
  if (Object.keys(sizing).length === 0) problems.push(problemAt(sheet, ['sizing'], 'no-sizing', text('aucun forfait n’a de tailles', 'no plan has sizes')));
  for (const [plan, sizes] of Object.entries(sizing)) {
    if (names && !names.includes(plan)) problems.push(unknownName(sheet, ['sizing', plan], 'unknown-plan', text('forfait inconnu', 'unknown plan'), plan, names, 'key'));
    for (const service of Object.keys(sizes)) knownService(sheet, compose, ['sizing', plan, service], service, problems, 'key');
    for (const service of compose.services.keys()) {
      if (!Object.hasOwn(sizes, service)) problems.push(problemAt(sheet, ['sizing', plan], 'missing-size', text('service sans taille dans ce forfait', 'service without a size in this plan'), { given: service, next: text(`ajouter ${service}: { memoryMiB: …, cpus: … }`, `add ${service}: { memoryMiB: …, cpus: … }`) }));
    }
  }
}

/** A secret is declared in app.yaml and used: by a file, by another secret, in an environment, or as the client's secret. */
function checkSecrets({ sheet, raw, compose, used, problems }: Entry): void {
  const { secrets, oidc } = sheet.value;
  for (const name of compose.secrets) {
    if (!Object.hasOwn(secrets, name)) problems.push(unknownName(raw, ['secrets', name], 'undeclared-secret', text('secret que app.yaml ne déclare pas', 'secret that app.yaml does not declare'), name, Object.keys(secrets), 'key'));
  }
  for (const name of Object.keys(secrets)) {
    if (compose.secrets.includes(name) || used.has(variableName('SECRET', name)) || oidc?.clientSecret === name) continue;
    problems.push(problemAt(sheet, ['secrets', name], 'unused-secret', text('secret que rien n’utilise', 'secret that nothing uses'), { part: 'key', given: name, next: text('le retirer, ou le déclarer dans secrets: de compose.yaml', 'remove it, or declare it in secrets: of compose.yaml') }));
  }
  if (oidc && !Object.hasOwn(secrets, oidc.clientSecret)) problems.push(unknownName(sheet, ['oidc', 'clientSecret'], 'unknown-secret', text('secret inconnu', 'unknown secret'), oidc.clientSecret, Object.keys(secrets)));
}

function checkJobs({ sheet, compose, problems }: Entry): void {
  const seen = new Set<string>(compose.services.keys());
  sheet.value.configure.forEach(({ id, service, files }, index) => {
    knownService(sheet, compose, ['configure', index, 'service'], service, problems);
    const own = compose.services.get(service);
    const mounted = own ? [...own.secrets, ...own.configs].map(({ source }) => source) : [];
    (own && files)?.forEach((name, position) => {
      if (!mounted.includes(name)) problems.push(unknownName(sheet, ['configure', index, 'files', position], 'unknown-file', text('ni un secret ni une config de ce service', 'neither a secret nor a config of this service'), name, mounted));
    });
    if (seen.has(id)) problems.push(problemAt(sheet, ['configure', index, 'id'], 'job-name', text('nom déjà pris par un service ou une autre tâche', 'name that a service or another job already has'), { given: id }));
    seen.add(id);
  });
}

/** Each count has its own name; of members and of storage there is one, of activity one a window. */
function checkUsage({ sheet, problems }: Entry): void {
  const seen = new Set<string>();
  sheet.value.usage.forEach(({ id, counts, window }, index) => {
    const refuse = (key: string, code: string, what: Text, more: Parameters<typeof problemAt>[4]): void => void problems.push(problemAt(sheet, ['usage', index, key], code, what, more));
    if (counts === 'active' && window === undefined) refuse('counts', 'no-window', text('sur quelle durée ?', 'over which length of time?'), { allowed: text(WINDOWS.join(', '), WINDOWS.join(', ')), next: text('ajouter « window: »', 'add “window:”') });
    if (counts !== 'active' && window !== undefined) refuse('window', 'window', text('ce qui est compté n’a pas de durée', 'what is counted has no length of time'), { part: 'key', given: window, next: text('la retirer', 'remove it') });
    if (seen.has(`id ${id}`)) refuse('id', 'count-twice', text('nom déjà pris par un autre compte', 'name that another count already has'), { given: id });
    if (seen.has(`${counts} ${window}`) && counts !== 'content') refuse(window === undefined ? 'counts' : 'window', 'count-twice', text('déjà compté par une autre requête', 'already counted by another query'), { given: window ?? counts, next: text('n’en garder qu’une', 'keep only one') });
    seen.add(`id ${id}`).add(`${counts} ${window}`);
  });
}

/** Services, volumes and files that the other sections of app.yaml name. */
function checkMentions({ sheet, compose, problems }: Entry): void {
  const { usage, backup, egress, trust, relaxed, watched } = sheet.value;
  backup?.restore.forEach(({ service }, index) => service !== undefined && knownService(sheet, compose, ['backup', 'restore', index, 'service'], service, problems));
  for (const [name, { service }] of typeof backup?.quiesce === 'object' ? Object.entries(backup.quiesce) : []) knownService(sheet, compose, ['backup', 'quiesce', name, 'service'], service, problems);
  usage.forEach(({ service }, index) => knownService(sheet, compose, ['usage', index, 'service'], service, problems));
  backup?.sets.forEach(({ service, volume }, index) => {
    if (service !== undefined) knownService(sheet, compose, ['backup', 'sets', index, 'service'], service, problems);
    if (volume !== undefined && !compose.volumes.includes(volume)) problems.push(unknownName(sheet, ['backup', 'sets', index, 'volume'], 'unknown-volume', text('volume inconnu', 'unknown volume'), volume, compose.volumes));
  });
  for (const [section, names] of Object.entries({ egress, trust, relaxed })) {
    for (const service of Object.keys(names)) knownService(sheet, compose, [section, service], service, problems, 'key');
  }
  const files = [...compose.secrets, ...compose.configs.keys()];
  watched.forEach((name, index) => {
    if (!files.includes(name)) problems.push(unknownName(sheet, ['watched', index], 'unknown-file', text('ni un secret ni une config de compose.yaml', 'neither a secret nor a config of compose.yaml'), name, files));
  });
}

function knownService(sheet: Sheet<unknown>, compose: ComposeFile, path: Path, service: string, problems: Problem[], part: 'key' | 'value' = 'value'): void {
  if (!compose.services.has(service)) problems.push(unknownName(sheet, path, 'unknown-service', text('service inconnu', 'unknown service'), service, compose.services.keys(), part));
}
