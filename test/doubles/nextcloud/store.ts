import type { Database } from '../kit/database.ts';

/** Settings of apps, people's preferences and groups, by their tables. */
export class Store {
  readonly database: Database;

  constructor(database: Database) {
    this.database = database;
  }

  async appValue(app: string, key: string): Promise<string | undefined> {
    return (await this.database.one<{ configvalue: string }>('SELECT configvalue FROM oc_appconfig WHERE appid = $1 AND configkey = $2', app, key))?.configvalue;
  }

  async setAppValue(app: string, key: string, value: string): Promise<void> {
    await this.database.all('INSERT INTO oc_appconfig (appid, configkey, configvalue) VALUES ($1, $2, $3) ON CONFLICT (appid, configkey) DO UPDATE SET configvalue = $3', app, key, value);
  }

  async dropAppValue(app: string, key: string): Promise<void> {
    await this.database.all('DELETE FROM oc_appconfig WHERE appid = $1 AND configkey = $2', app, key);
  }

  async preference(user: string, app: string, key: string): Promise<string | undefined> {
    return (await this.database.one<{ configvalue: string }>('SELECT configvalue FROM oc_preferences WHERE userid = $1 AND appid = $2 AND configkey = $3', user, app, key))?.configvalue;
  }

  async setPreference(user: string, app: string, key: string, value: string): Promise<void> {
    await this.database.all('INSERT INTO oc_preferences (userid, appid, configkey, configvalue) VALUES ($1, $2, $3, $4) ON CONFLICT (userid, appid, configkey) DO UPDATE SET configvalue = $4', user, app, key, value);
  }

  async userExists(user: string): Promise<boolean> {
    return (await this.database.one('SELECT 1 AS found FROM oc_users WHERE uid = $1 UNION SELECT 1 FROM oc_user_oidc WHERE user_id = $1', user)) !== undefined;
  }

  async groupsOf(user: string): Promise<string[]> {
    return (await this.database.all<{ gid: string }>('SELECT gid FROM oc_group_user WHERE uid = $1 ORDER BY gid', user)).map(({ gid }) => gid);
  }

  /** Makes the group where there is none. */
  async addToGroup(user: string, group: string): Promise<void> {
    await this.database.all('INSERT INTO oc_groups (gid, displayname) VALUES ($1, $1) ON CONFLICT DO NOTHING', group);
    await this.database.all('INSERT INTO oc_group_user (gid, uid) VALUES ($1, $2) ON CONFLICT DO NOTHING', group, user);
  }

  async removeFromGroup(user: string, group: string): Promise<void> {
    await this.database.all('DELETE FROM oc_group_user WHERE gid = $1 AND uid = $2', group, user);
  }

  async isEnabled(app: string): Promise<boolean> {
    return !['no', undefined].includes(await this.appValue(app, 'enabled'));
  }
}
