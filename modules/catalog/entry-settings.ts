import { text } from '../kernel/index.ts';
import type { Setting } from './brand.ts';
import type { Entry } from './checks.ts';
import { unknownName } from './refusal.ts';
import { imageName } from './releases.ts';
import { type Path, problemAt } from './sheet.ts';

/** What app.yaml says that the app takes, its own settings must exist for: variables, jobs, configs, services, images. */
export function checkSettings(entry: Entry): void {
  const { sheet, problems } = entry;
  const { brand, limits, roles, upgrade, kind, mail, editions } = sheet.value;
  for (const [section, settings] of Object.entries({ brand, limits })) {
    for (const [key, setting] of Object.entries(settings)) checkTarget(entry, [section, key, 'target'], setting);
  }
  if (roles) checkRole(entry, roles.administrators);
  const jobs = jobsOf(entry);
  upgrade.after.forEach((id, index) => {
    if (!jobs.includes(id)) problems.push(unknownName(sheet, ['upgrade', 'after', index], 'unknown-job', text('tâche inconnue', 'unknown job'), id, jobs));
  });
  if (kind === 'platform') {
    for (const [key, given] of Object.entries({ roles, mail, editions: Object.keys(editions).length > 0 || undefined })) {
      if (given !== undefined) problems.push(problemAt(sheet, [key], 'app-only', text('réservé aux logiciels (kind: app)', 'only for apps (kind: app)'), { part: 'key', given: key }));
    }
  }
  checkEditions(entry);
}

const jobsOf = ({ sheet, compose }: Entry): string[] => [...sheet.value.configure.map(({ id }) => id), ...[...compose.services.values()].filter(({ oneShot }) => oneShot).map(({ name }) => name)];
const runningOf = ({ compose }: Entry): string[] => [...compose.services.values()].filter(({ oneShot }) => !oneShot).map(({ name }) => name);

function checkTarget(entry: Entry, path: Path, { via, target }: Setting): void {
  const { compose } = entry;
  const known = {
    environment: () => [...new Set([...compose.services.values()].flatMap(({ environment }) => [...environment.keys()]))],
    job: () => jobsOf(entry),
    config: () => [...compose.configs.keys()],
  }[via]();
  const what = { environment: text('variable que compose.yaml ne donne pas', 'variable that compose.yaml does not give'), job: text('tâche inconnue', 'unknown job'), config: text('config inconnue', 'unknown config') }[via];
  if (!known.includes(target)) entry.problems.push(unknownName(entry.sheet, path, `unknown-${via}`, what, target, known));
}

function checkRole(entry: Entry, { via, target }: { readonly via: 'claim' | 'job' | 'service'; readonly target: string }): void {
  const { sheet, problems } = entry;
  const path = ['roles', 'administrators', 'target'];
  if (via === 'claim') {
    const value = sheet.value.oidc?.groups?.administrators;
    if (value !== target) problems.push(problemAt(sheet, path, 'unknown-claim', text('valeur que oidc.groups.administrators ne donne pas', 'value that oidc.groups.administrators does not give'), { given: target, ...(value === undefined ? {} : { allowed: text(value, value) }) }));
    return;
  }
  const known = via === 'job' ? jobsOf(entry) : runningOf(entry);
  if (!known.includes(target)) problems.push(unknownName(sheet, path, `unknown-${via}`, via === 'job' ? text('tâche inconnue', 'unknown job') : text('service inconnu', 'unknown service'), target, known));
}

/** An edition puts images of images.lock.yaml in the place of images that the entry uses. */
function checkEditions({ sheet, images, compose, problems }: Entry): void {
  const used = [...compose.services.values()].map(({ image }) => imageName(image));
  for (const [edition, { images: replaced }] of Object.entries(sheet.value.editions)) {
    for (const [name, other] of Object.entries(replaced)) {
      const path = ['editions', edition, 'images', name];
      if (!used.includes(name)) problems.push(unknownName(sheet, path, 'unused-image', text('image que compose.yaml n’emploie pas', 'image that compose.yaml does not use'), name, used, 'key'));
      if (images && !Object.hasOwn(images, other)) problems.push(unknownName(sheet, path, 'unknown-image', text('image absente de images.lock.yaml', 'image that is not in images.lock.yaml'), other, Object.keys(images)));
    }
  }
}
