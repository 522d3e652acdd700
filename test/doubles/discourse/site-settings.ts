import type { Database } from '../kit/database.ts';
import type { Place } from './place.ts';

/** What counts where neither the environment nor the site says anything. */
const DEFAULTS: Readonly<Record<string, string>> = {
  title: 'Discourse', default_locale: 'en', login_required: 'false', enable_local_logins: 'true', auth_immediately: 'true', auth_skip_create_confirm: 'false', auth_overrides_name: 'false',
  allow_new_registrations: 'true', invite_only: 'false', must_approve_users: 'false', openid_connect_enabled: 'false', openid_connect_authorize_scope: 'openid', openid_connect_use_pkce: 'false',
  openid_connect_match_by_email: 'true', openid_connect_overrides_email: 'false', openid_connect_rp_initiated_logout: 'false',
};

/** Site settings: one that the environment fixes stands over the site's own. */
export class SiteSettings {
  readonly #place: Place;
  readonly #own: ReadonlyMap<string, string>;

  private constructor(place: Place, own: ReadonlyMap<string, string>) {
    this.#place = place;
    this.#own = own;
  }

  static async read(place: Place, database: Database): Promise<SiteSettings> {
    const rows = await database.all<{ name: string; value: string }>('SELECT name, value FROM site_settings');
    return new SiteSettings(place, new Map(rows.map(({ name, value }) => [name, value])));
  }

  /** Empty where nothing says anything. */
  text(name: string): string {
    return this.#place.settings.get(`DISCOURSE_${name.toUpperCase()}`) ?? this.#own.get(name) ?? DEFAULTS[name] ?? '';
  }

  isOn(name: string): boolean {
    return this.text(name) === 'true';
  }
}

export async function setSetting(database: Database, name: string, value: string): Promise<void> {
  await database.all('INSERT INTO site_settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = $2', name, value);
}

export async function dropSetting(database: Database, name: string): Promise<void> {
  await database.all('DELETE FROM site_settings WHERE name = $1', name);
}
