import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureImages, LOCAL_BUILD } from '../../modules/engine/toolchain/index.ts';
import { Container, createNetwork, createVolume, HARDENED, removeAll } from './container.ts';

const folder = mkdtempSync(join(tmpdir(), 'chatiere-services-'));
const IMAGES = ['busybox', 'keycloak', 'miniflux', 'postgresql', 'socket-proxy', 'traefik'];
let network = '';

/** A database that answers to `database` on the test's network. */
async function database(user: string): Promise<void> {
  const container = await Container.start('postgresql', [
    '--tmpfs=/run/postgresql', `--volume=${await createVolume()}:/var/lib/postgresql/data`, `--network=${network}`, `--network-alias=database-${user}`,
    `--volume=${folder}/password:/run/secrets/password:ro`, `--env=POSTGRES_USER=${user}`, '--env=POSTGRES_PASSWORD_FILE=/run/secrets/password',
  ]);
  await container.until(60, 'pg_isready', '--quiet', '--host=127.0.0.1', `--username=${user}`);
}

/** One request by nothing but bash, as a healthcheck does it. */
const probe = (port: number, path: string) =>
  ['bash', '-c', `exec 3<>/dev/tcp/127.0.0.1/${port} && printf 'GET ${path} HTTP/1.0\\r\\n\\r\\n' >&3 && IFS= read -r line <&3 && [[ $line == *" 200 "* ]]`];

beforeAll(async () => {
  writeFileSync(join(folder, 'password'), 'secret');
  chmodSync(folder, 0o755);
  await ensureImages(IMAGES);
  network = await createNetwork(`chatiere-images-${randomUUID().slice(0, 8)}`);
});
afterAll(async () => {
  await removeAll();
  rmSync(folder, { recursive: true, force: true });
});

it.each(IMAGES)('the %s image says that it was built here', async (image) => {
  const container = await Container.start(image, ['--entrypoint=/bin/true']);
  expect(await container.inspect(`{{index .Config.Labels "${LOCAL_BUILD}"}}`)).toBe('true');
});

describe('the Keycloak image', () => {
  it('starts optimized on PostgreSQL as uid 1000 on a read-only root, and is probed without an HTTP client', async () => {
    await database('keycloak');
    const keycloak = await Container.start('keycloak', [
      ...HARDENED, '--tmpfs=/tmp', '--tmpfs=/opt/keycloak/data', '--memory=768m', `--network=${network}`,
      '--env=KC_DB_URL=jdbc:postgresql://database-keycloak/keycloak', '--env=KC_DB_USERNAME=keycloak', '--env=KC_DB_PASSWORD=secret',
      '--env=KC_HOSTNAME=https://identity.example.test', '--env=KC_HTTP_ENABLED=true', '--env=KC_CACHE=local',
    ], ['start', '--optimized']);
    await keycloak.until(180, ...probe(9000, '/health/ready'));
    expect((await keycloak.run('id', '--user')).output).toBe('1000');
    expect((await keycloak.run(...probe(8080, '/realms/master'))).exitCode).toBe(0);
    expect((await keycloak.run(...probe(9000, '/metrics'))).exitCode).toBe(0);
    expect(await keycloak.log()).not.toContain('Updating the configuration');
  });
});

describe('the Miniflux image', () => {
  it('runs as uid 65534, answers its own healthcheck, and checks certificates against a store', async () => {
    await database('miniflux');
    const miniflux = await Container.start('miniflux', [
      ...HARDENED, `--network=${network}`, '--env=RUN_MIGRATIONS=1', '--env=DATABASE_URL=postgres://miniflux:secret@database-miniflux/miniflux?sslmode=disable',
    ]);
    await miniflux.until(60, '/usr/bin/miniflux', '-healthcheck', 'auto');
    expect((await miniflux.run('id', '--user')).output).toBe('65534');
    expect((await miniflux.run('/usr/bin/miniflux', '-version')).output).toBe('2.2.15');
    expect((await miniflux.run('test', '-s', '/etc/ssl/certs/ca-certificates.crt')).exitCode).toBe(0);
    expect((await miniflux.run('test', '-s', '/usr/share/zoneinfo/America/Toronto')).exitCode).toBe(0);
  });
});

describe('the Traefik image', () => {
  it('takes options as its command, serves on a low port with one capability, and checks its own health', async () => {
    const traefik = await Container.start('traefik', [...HARDENED, '--cap-add=NET_BIND_SERVICE'], ['--ping=true', '--entrypoints.web.address=:80', '--ping.entrypoint=web', '--global.checknewversion=false']);
    await traefik.until(30, 'traefik', 'healthcheck', '--ping.entrypoint=web', '--entrypoints.web.address=:80');
    expect((await traefik.run('traefik', 'version')).output).toMatch(/Version: +3\.6\.7/);
    expect(await traefik.stop()).toBe(0);
  });
});

describe('the socket proxy image', () => {
  it('runs HAProxy as uid 99 with the rules mounted where the registry image has them', async () => {
    writeFileSync(join(folder, 'haproxy.cfg'), `
      defaults
        mode http
        timeout connect 1s
        timeout client 1s
        timeout server 1s
      frontend test
        bind 127.0.0.1:2375
        http-request return status 200 if { path /ok }
        http-request deny
    `.trimEnd().concat('\n'));
    const proxy = await Container.start('socket-proxy', [...HARDENED, `--volume=${folder}/haproxy.cfg:/usr/local/etc/haproxy/haproxy.cfg:ro`]);
    await proxy.until(30, ...probe(2375, '/ok'));
    expect((await proxy.run(...probe(2375, '/refused'))).exitCode).toBe(1);
    expect((await proxy.run('id', '--user')).output).toBe('99');
    expect((await proxy.run('haproxy', '-v')).output).toContain('version 3.0');
    expect(await proxy.stop()).toBe(0);
  });

  it('ends at once with the reason when the rules are wrong', async () => {
    writeFileSync(join(folder, 'wrong.cfg'), 'frontend test\n  bind nowhere:x\n');
    const proxy = await Container.start('socket-proxy', [`--volume=${folder}/wrong.cfg:/usr/local/etc/haproxy/haproxy.cfg:ro`]);
    expect(await proxy.exitCode()).not.toBe(0);
    expect(await proxy.log()).toContain('haproxy.cfg:2]');
  });
});

describe('the busybox image', () => {
  it('has a shell and its tools by name, and nothing else of Debian', async () => {
    const box = await Container.start('busybox', [...HARDENED, '--user=65534'], ['sh', '-c', 'id -u; echo hello | tr a-z A-Z; ls /']);
    expect(await box.exitCode()).toBe(0);
    expect((await box.log()).split('\n').slice(0, 2)).toEqual(['65534', 'HELLO']);
    expect(await box.log()).not.toContain('usr');
  });
});
