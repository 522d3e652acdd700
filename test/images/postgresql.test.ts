import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureImages } from '../../modules/engine/toolchain/index.ts';
import { Container, createVolume, HARDENED, removeAll } from './container.ts';

const PASSWORD = 'S3cret "with" quotes $and\\slashes';
const folder = mkdtempSync(join(tmpdir(), 'chatiere-postgresql-'));
const DATA = '/var/lib/postgresql/data';
const ready = ['pg_isready', '--quiet', '--username=app', '--dbname=store'];

const options = (volume: string) => [
  ...HARDENED, '--tmpfs=/run/postgresql', '--tmpfs=/tmp', `--volume=${volume}:${DATA}`, `--volume=${folder}/password:/run/secrets/password:ro`,
  '--env=POSTGRES_USER=app', '--env=POSTGRES_DB=store', '--env=POSTGRES_PASSWORD_FILE=/run/secrets/password',
];
const start = async (volume: string, ...more: string[]) => Container.start('postgresql', [...options(volume), ...more]);
const query = (database: Container, sql: string, password = PASSWORD) =>
  database.run('env', `PGPASSWORD=${password}`, 'psql', '--host=127.0.0.1', '--username=app', '--dbname=store', '--no-align', '--tuples-only', '--command', sql);

beforeAll(async () => {
  writeFileSync(join(folder, 'password'), `${PASSWORD}\n`);
  chmodSync(folder, 0o755);
  await ensureImages(['postgresql']);
});
afterAll(async () => {
  await removeAll();
  rmSync(folder, { recursive: true, force: true });
});

describe('the PostgreSQL image', () => {
  it('starts as uid 999 on a read-only root, keeps its data over a clean stop, and takes the password from a file only', async () => {
    const volume = await createVolume();
    const first = await start(volume);
    await first.until(60, ...ready);
    expect((await first.run('id', '--user')).output).toBe('999');
    expect((await query(first, 'create table kept as select 42 as answer; select answer from kept')).output).toContain('42');
    expect(await query(first, 'select 1', 'wrong')).toMatchObject({ exitCode: 2, output: expect.stringContaining('password authentication failed') });
    expect(await first.log()).not.toContain('S3cret');
    expect(await first.inspect('{{json .Config.Env}}')).not.toContain('S3cret');
    expect(await first.stop()).toBe(0);

    const second = await start(volume);
    await second.until(60, ...ready);
    expect((await query(second, 'select answer from kept')).output).toBe('42');
    expect(await second.log()).not.toContain('initdb');
  });

  it('sorts as the registry image does, and has no JIT', async () => {
    const database = await start(await createVolume());
    await database.until(60, ...ready);
    expect((await query(database, 'show server_version_num')).output).toMatch(/^17/);
    expect((await query(database, "select datcollate from pg_database where datname = 'store'")).output).toBe('en_US.utf8');
    expect((await query(database, 'select pg_jit_available()')).output).toBe('f');
  });

  it('begins again after a first start that was killed', async () => {
    const volume = await createVolume();
    const seed = await Container.start('postgresql', ['--user=999', `--volume=${volume}:${DATA}`, '--entrypoint=bash'], ['-c', `mkdir ${DATA}/.new && echo 17 > ${DATA}/.new/PG_VERSION && touch ${DATA}/half-moved`]);
    expect(await seed.exitCode()).toBe(0);
    const database = await start(volume);
    await database.until(60, ...ready);
    expect((await query(database, 'select 1')).output).toBe('1');
    expect((await database.run('ls', '-A', DATA)).output).not.toMatch(/half-moved|\.new/);
  });

  it('leaves alone what is no database cluster', async () => {
    const volume = await createVolume();
    const seed = await Container.start('postgresql', ['--user=999', `--volume=${volume}:${DATA}`, '--entrypoint=bash'], ['-c', `echo mine > ${DATA}/thesis.txt`]);
    expect(await seed.exitCode()).toBe(0);
    const refused = await start(volume);
    expect(await refused.exitCode()).toBe(1);
    expect(await refused.log()).toContain('holds files but no database cluster');
    const look = await Container.start('postgresql', [`--volume=${volume}:${DATA}`, '--entrypoint=cat'], [`${DATA}/thesis.txt`]);
    expect(await look.exitCode()).toBe(0);
    expect(await look.log()).toBe('mine');
  });

  it('refuses to make a database without a password, or with one given twice', async () => {
    const none = await Container.start('postgresql', ['--env=POSTGRES_USER=app']);
    expect(await none.exitCode()).toBe(1);
    expect(await none.log()).toContain('POSTGRES_PASSWORD_FILE');
    const twice = await start(await createVolume(), '--env=POSTGRES_PASSWORD=other');
    expect(await twice.exitCode()).toBe(1);
    expect(await twice.log()).toContain('both POSTGRES_PASSWORD and POSTGRES_PASSWORD_FILE');
  });

  it('runs the scripts of its initialisation folder once, and started as root becomes uid 999', async () => {
    writeFileSync(join(folder, 'one.sql'), 'create table made (by_script int);');
    const volume = await createVolume();
    const database = await Container.start('postgresql', ['--user=0', `--volume=${volume}:${DATA}`, `--volume=${folder}/password:/run/secrets/password:ro`, `--volume=${folder}/one.sql:/docker-entrypoint-initdb.d/one.sql:ro`,
      '--env=POSTGRES_USER=app', '--env=POSTGRES_DB=store', '--env=POSTGRES_PASSWORD_FILE=/run/secrets/password']);
    await database.until(60, ...ready);
    expect((await query(database, 'select count(*) from made')).output).toBe('0');
    expect((await database.run('stat', '--format=%u', '/proc/1')).output).toBe('999');
  });
});
