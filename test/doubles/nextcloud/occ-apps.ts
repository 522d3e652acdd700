import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SHIPPED } from './install.ts';
import { type Desk, fail, type Handler, isFlag, option } from './desk.ts';

const folderOf = ({ place }: Desk, app: string): string => join(place.html, 'custom_apps', app);
const isPresent = (desk: Desk, app: string): boolean => SHIPPED.includes(app) || existsSync(folderOf(desk, app));

const install: Handler = async (call, desk) => {
  const [app = ''] = call.words;
  if (isPresent(desk, app)) return fail(`${app} already installed`);
  if (desk.system['has_internet_connection'] === false || desk.system['appstoreenabled'] === false) return fail('Could not download app: the app store is off');
  mkdirSync(join(folderOf(desk, app), 'appinfo'), { recursive: true });
  writeFileSync(join(folderOf(desk, app), 'appinfo', 'info.xml'), `<!-- contract double: this is not ${app} -->\n`);
  await desk.store.setAppValue(app, 'enabled', isFlag(call, 'keep-disabled') ? 'no' : 'yes');
  desk.print(`${app} installed`);
  return undefined;
};

const path: Handler = async (call, desk) => {
  const [app = ''] = call.words;
  if (!isPresent(desk, app)) return 1;
  desk.print(SHIPPED.includes(app) ? join(desk.place.html, 'apps', app) : folderOf(desk, app));
  return undefined;
};

const enable: Handler = async (call, desk) => {
  const absent = call.words.filter((app) => !isPresent(desk, app));
  for (const app of call.words.filter((each) => !absent.includes(each))) {
    await desk.store.setAppValue(app, 'enabled', 'yes');
    desk.print(`${app} enabled`);
  }
  return absent.length > 0 ? fail(`Could not download app ${absent.join(', ')}`) : undefined;
};

const disable: Handler = async (call, { store, print }) => {
  for (const app of call.words) {
    if (!(await store.isEnabled(app))) print(`No such app enabled: ${app}`);
    else {
      await store.setAppValue(app, 'enabled', 'no');
      print(`${app} disabled`);
    }
  }
};

const update: Handler = async (call, { print }) => {
  print(`${call.words[0] ?? 'all apps'} is up-to-date or no updates could be found`);
};

const list: Handler = async (call, { store, print }) => {
  const rows = await store.database.all<{ appid: string; configvalue: string }>(`SELECT appid, configvalue FROM oc_appconfig WHERE configkey = 'enabled' ORDER BY appid`);
  const of = (on: boolean) => rows.filter(({ configvalue }) => (configvalue !== 'no') === on).map(({ appid }) => appid);
  if (option(call, 'output')?.startsWith('json')) {
    const named = (on: boolean) => Object.fromEntries(of(on).map((app) => [app, '0']));
    print(JSON.stringify({ ...(!isFlag(call, 'disabled') && { enabled: named(true) }), ...(!isFlag(call, 'enabled') && { disabled: named(false) }) }));
  } else print(['Enabled:', ...of(true).map((app) => `  - ${app}`), 'Disabled:', ...of(false).map((app) => `  - ${app}`)].join('\n'));
};

export const appCommands: Readonly<Record<string, Handler>> = {
  'app:install': install, 'app:getpath': path, 'app:enable': enable, 'app:disable': disable, 'app:update': update, 'app:list': list,
};
