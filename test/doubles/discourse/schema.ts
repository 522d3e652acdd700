/** The tables that pages, commands, the entry's reconciler and its queries read; names and columns as upstream's migrations make them. Times are UTC without zone. */
export const SCHEMA = `
CREATE TABLE IF NOT EXISTS users (
  id serial PRIMARY KEY, username varchar(60) NOT NULL, username_lower varchar(60) NOT NULL UNIQUE, name varchar, password_hash varchar, active boolean NOT NULL DEFAULT false,
  approved boolean NOT NULL DEFAULT false, admin boolean NOT NULL DEFAULT false, moderator boolean DEFAULT false, staged boolean NOT NULL DEFAULT false, last_seen_at timestamp,
  suspended_till timestamp, created_at timestamp NOT NULL DEFAULT (now() AT TIME ZONE 'utc'), updated_at timestamp NOT NULL DEFAULT (now() AT TIME ZONE 'utc'));
CREATE TABLE IF NOT EXISTS user_emails (id serial PRIMARY KEY, user_id integer NOT NULL, email varchar(513) NOT NULL, "primary" boolean NOT NULL DEFAULT true);
CREATE UNIQUE INDEX IF NOT EXISTS index_user_emails_on_email ON user_emails (lower(email));
CREATE TABLE IF NOT EXISTS groups (id serial PRIMARY KEY, name varchar NOT NULL UNIQUE, automatic boolean NOT NULL DEFAULT false, user_count integer NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS group_users (
  id serial PRIMARY KEY, group_id integer NOT NULL, user_id integer NOT NULL, created_at timestamp NOT NULL, updated_at timestamp NOT NULL, UNIQUE (group_id, user_id));
CREATE TABLE IF NOT EXISTS associated_groups (
  id bigserial PRIMARY KEY, name varchar NOT NULL, provider_name varchar NOT NULL, provider_id varchar NOT NULL, last_used timestamp NOT NULL DEFAULT (now() AT TIME ZONE 'utc'),
  UNIQUE (provider_name, provider_id));
CREATE TABLE IF NOT EXISTS user_associated_groups (id bigserial PRIMARY KEY, user_id integer NOT NULL, associated_group_id bigint NOT NULL, UNIQUE (user_id, associated_group_id));
CREATE TABLE IF NOT EXISTS user_associated_accounts (
  id bigserial PRIMARY KEY, provider_name varchar NOT NULL, provider_uid varchar NOT NULL, user_id integer, last_used timestamp NOT NULL, info jsonb NOT NULL DEFAULT '{}',
  credentials jsonb NOT NULL DEFAULT '{}', extra jsonb NOT NULL DEFAULT '{}', UNIQUE (provider_name, provider_uid), UNIQUE (provider_name, user_id));
CREATE TABLE IF NOT EXISTS user_auth_tokens (
  id serial PRIMARY KEY, user_id integer NOT NULL, auth_token varchar NOT NULL UNIQUE, rotated_at timestamp NOT NULL, created_at timestamp NOT NULL DEFAULT (now() AT TIME ZONE 'utc'));
CREATE TABLE IF NOT EXISTS site_settings (id serial PRIMARY KEY, name varchar NOT NULL UNIQUE, data_type integer NOT NULL DEFAULT 1, value text);
CREATE TABLE IF NOT EXISTS topics (
  id serial PRIMARY KEY, title varchar NOT NULL, user_id integer, deleted_at timestamp, archetype varchar NOT NULL DEFAULT 'regular', created_at timestamp NOT NULL DEFAULT (now() AT TIME ZONE 'utc'));
CREATE TABLE IF NOT EXISTS posts (
  id serial PRIMARY KEY, user_id integer, topic_id integer NOT NULL, raw text NOT NULL, deleted_at timestamp, post_type integer NOT NULL DEFAULT 1,
  created_at timestamp NOT NULL DEFAULT (now() AT TIME ZONE 'utc'));
CREATE TABLE IF NOT EXISTS uploads (
  id serial PRIMARY KEY, user_id integer NOT NULL, original_filename varchar NOT NULL, filesize bigint NOT NULL, url varchar NOT NULL, sha1 varchar(40) UNIQUE, extension varchar(10));
INSERT INTO groups (id, name, automatic) VALUES (1, 'admins', true), (2, 'moderators', true), (3, 'staff', true) ON CONFLICT DO NOTHING;
INSERT INTO users (id, username, username_lower, active, approved, admin) VALUES (-1, 'system', 'system', true, true, true) ON CONFLICT DO NOTHING;
`;

/** What a superuser must have made before. */
export const EXTENSIONS = ['hstore', 'pg_trgm', 'vector'] as const;
