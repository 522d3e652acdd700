/** The tables of an installation that queries, pages and commands read; names and columns as upstream makes them. */
export const SCHEMA = `
CREATE TABLE IF NOT EXISTS oc_users (uid varchar(64) PRIMARY KEY, displayname varchar(64), password varchar(255) NOT NULL DEFAULT '', uid_lower varchar(64));
CREATE TABLE IF NOT EXISTS oc_groups (gid varchar(64) PRIMARY KEY, displayname varchar(255) NOT NULL DEFAULT 'name');
CREATE TABLE IF NOT EXISTS oc_group_user (gid varchar(64) NOT NULL, uid varchar(64) NOT NULL, PRIMARY KEY (gid, uid));
CREATE TABLE IF NOT EXISTS oc_preferences (
  userid varchar(64) NOT NULL, appid varchar(32) NOT NULL, configkey varchar(64) NOT NULL, configvalue text, PRIMARY KEY (userid, appid, configkey));
CREATE TABLE IF NOT EXISTS oc_appconfig (appid varchar(32) NOT NULL, configkey varchar(64) NOT NULL, configvalue text, PRIMARY KEY (appid, configkey));
CREATE TABLE IF NOT EXISTS oc_storages (id varchar(64) UNIQUE, numeric_id bigserial PRIMARY KEY, available integer NOT NULL DEFAULT 1, last_checked integer);
CREATE TABLE IF NOT EXISTS oc_mimetypes (id bigserial PRIMARY KEY, mimetype varchar(255) NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS oc_filecache (
  fileid bigserial PRIMARY KEY, storage bigint NOT NULL, path varchar(4000), path_hash varchar(32) NOT NULL, parent bigint NOT NULL DEFAULT 0, name varchar(250),
  mimetype bigint NOT NULL DEFAULT 0, mimepart bigint NOT NULL DEFAULT 0, size bigint NOT NULL DEFAULT 0, mtime bigint NOT NULL DEFAULT 0, UNIQUE (storage, path_hash));
CREATE TABLE IF NOT EXISTS oc_authtoken (
  id bigserial PRIMARY KEY, uid varchar(64) NOT NULL, login_name varchar(255) NOT NULL, name text NOT NULL DEFAULT '', token varchar(200) NOT NULL UNIQUE,
  type smallint NOT NULL DEFAULT 0, last_activity integer NOT NULL DEFAULT 0, id_token text);
CREATE TABLE IF NOT EXISTS oc_user_oidc (id bigserial PRIMARY KEY, user_id varchar(64) NOT NULL UNIQUE, display_name varchar(255));
CREATE TABLE IF NOT EXISTS oc_user_oidc_providers (
  id serial PRIMARY KEY, identifier varchar(128) NOT NULL UNIQUE, client_id varchar(64) NOT NULL, client_secret text NOT NULL, discovery_endpoint varchar(255),
  scope varchar(128) NOT NULL DEFAULT 'openid email profile', end_session_endpoint varchar(255), post_logout_uri varchar(255));
CREATE TABLE IF NOT EXISTS oc_user_oidc_sessions (
  id serial PRIMARY KEY, sid varchar(256) NOT NULL UNIQUE, sub varchar(256) NOT NULL, iss varchar(512) NOT NULL, authtoken_id integer NOT NULL,
  nc_session_id varchar(200) NOT NULL, created_at bigint NOT NULL DEFAULT 0, id_token text, user_id varchar(64));
`;
