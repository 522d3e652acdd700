import { readFile, cp, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { localImageTag } from '../../tools/images/index.ts';
import { createFederation, leftovers, type TestFederation } from './federation.ts';

let federation: TestFederation;
const container = (name: string): string => `${federation.id}--village-demo--carnet--${name}`;
/** Its name in the stack. */
const part = (name: string): string => `${federation.id}--village-demo--carnet-${name}`;

/** An organization's order for an app whose folder lies in the federation's own catalog: no TypeScript anywhere. */
beforeAll(async () => {
  federation = await createFederation();
  await cp(join(import.meta.dirname, 'catalog'), join(federation.directory, 'catalog'), { recursive: true });
  await writeFile(
    join(federation.directory, 'orders', 'cmd-carnet.yaml'),
    ['organization: village-demo', 'operator: coop-des-rives', 'app: carnet', 'plan: base', 'pricePerMonth: 25', 'requestedOn: 2026-11-23', ''].join('\n'),
  );
  await federation.chatiere('order', 'approve', 'cmd-carnet', '--host', 'serveur-1', '--hostname', `carnet.village-demo.${federation.domain}`);
});

afterAll(async () => {
  await federation?.dispose();
});

it('is previewed before anything of the federation exists', async () => {
  const preview = await federation.chatiere('preview');
  for (const stack of ['host.serveur-1', 'identity', 'village-demo', 'village-demo.carnet']) expect(preview).toContain(stack);
  expect((await leftovers(federation.id)).filter((line) => !line.startsWith('hosts '))).toEqual([]);
});

it('a failing job makes the update fail with its last lines, and plain pulumi runs it again', async () => {
  const failed = await federation.attempt('up', 'village-demo.carnet');
  expect(failed.exitCode).toBe(1);
  expect(failed.stderr).toContain([
    `pile « village-demo.carnet », tâche « ${part('prepare')}-run » : échouée ; ses dernières lignes :`,
    `  > exit status 1: running "${container('prepare')}":`,
    '  > carnet: page absente du volume',
    '  > exit code 3',
    '  à faire : corriger la cause, puis relancer la même commande : elle reprend à cette tâche ; journal : ',
  ].join('\n'));

  const stillFailing = await federation.pulumi('village-demo.carnet', 'pulumi up --yes --skip-preview -s village-demo.carnet');
  expect(stillFailing.exitCode).not.toBe(0);
  expect(stillFailing.output).toContain('carnet: page absente du volume');
});

it('a configure job that hangs is stopped at its limit, and told with what it wrote', async () => {
  await inVolume('touch /data/ready /data/wait && chown -R 1000:1000 /data');
  const hung = await federation.attempt('up', 'village-demo.carnet');
  expect(hung.exitCode).toBe(1);
  // How the client ended, at the limit or ten seconds later, is the engine's to say.
  const said = hung.stderr.replace(/(  > Killed\n)?  > exit code (124|137)\n/, '  > exit code <limit>\n');
  expect(said).toContain([
    `pile « village-demo.carnet », tâche « ${part('settle')}-run » : pas finie dans le temps permis, donc arrêtée :`,
    `  > exit status 1: running "${container('settle')}":`,
    '  > stopped after 10 s',
    '  > carnet: attend',
    '  > exit code <limit>',
    '  à faire : voir ce qu’elle attend (ci-dessus), ou lui donner plus de temps (timeoutSeconds dans app.yaml), puis relancer la même commande ; journal : ',
  ].join('\n'));
  expect(await isRunning(container('settle'))).toBe(false);
});

it('a configure job that is killed fails the update, and plain pulumi runs it again', async () => {
  const up = federation.attempt('up', 'village-demo.carnet');
  await expect.poll(() => isRunning(container('settle')), { timeout: 60_000, interval: 100 }).toBe(true);
  await execa('docker', ['kill', container('settle')]);
  const killed = await up;
  expect(killed.exitCode).toBe(1);
  expect(killed.stderr).toContain('  > carnet: attend\n  > exit code 137\n');

  await inVolume('rm /data/wait');
  const { exitCode, output } = await federation.pulumi('village-demo.carnet', 'pulumi up --yes --skip-preview -s village-demo.carnet');
  expect(exitCode, output).toBe(0);
});

it('what was brought up by hand from the same files is not run again', async () => {
  const { stacks } = await up('village-demo.carnet');
  expect(stacks.map(({ stack, outcome }) => [stack, outcome])).toEqual(['host.serveur-1', 'identity', 'village-demo', 'village-demo.carnet'].map((stack) => [stack, 'unchanged']));
});

it('a failed update is not taken for done when the former input comes back', async () => {
  const compose = join(federation.directory, 'catalog', 'carnet', '1.0-1', 'compose.yaml');
  const former = await readFile(compose, 'utf8');
  await writeFile(compose, former.replaceAll('/data/ready', '/data/jamais'));
  expect((await federation.attempt('up', 'village-demo.carnet')).exitCode).toBe(1);
  await writeFile(compose, former);
  const { stacks } = await up('village-demo.carnet');
  expect(stacks.map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged', 'unchanged', 'succeeded']);
  expect((await up('village-demo.carnet')).stacks.map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged', 'unchanged', 'unchanged']);
});

it('what was refreshed by hand is run again, and alone', async () => {
  expect((await federation.pulumi('village-demo', 'pulumi refresh --yes --skip-preview -s village-demo')).exitCode).toBe(0);
  const { stacks } = await up('village-demo.carnet');
  // What needs it is asked again when its turn has come, and finds the same facts.
  expect(stacks.map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged', 'succeeded', 'unchanged']);
});

it('serves its page behind the edge, under the local authority', async () => {
  const authority = await readFile(join(federation.directory, 'certificates', 'authority.crt'), 'utf8');
  // The edge hears of a healthy container by the engine's events, a moment after the update ends.
  await expect.poll(() => get(federation.url(`carnet.village-demo.${federation.domain}`), authority), { timeout: 30_000, interval: 500 }).toContain('Bonjour.');
});

it('gives the secret to the service that declares it, and to no other', async () => {
  const mounts = async (part: string) => (await execa('docker', ['inspect', '--format', '{{range .Mounts}}{{.Destination}} {{end}}', `${federation.id}--village-demo--carnet--${part}`])).stdout;
  expect(await mounts('keeper')).toContain('/run/secrets');
  expect(await mounts('web')).not.toContain('/run/secrets');
});

it('leaves nothing after a purge', async () => {
  await federation.chatiere('down', '--purge', '--confirm', federation.id);
  expect(await leftovers(federation.id)).toEqual([]);
});

const inVolume = (script: string) => execa('docker', ['run', '--rm', '--user', '0:0', '--volume', `${container('data')}:/data`, localImageTag('busybox'), 'sh', '-c', script]);
const isRunning = async (name: string): Promise<boolean> => (await execa('docker', ['inspect', '--format', '{{.State.Running}}', name])).stdout === 'true';

interface Report {
  readonly stacks: readonly { readonly stack: string; readonly outcome: string }[];
}

const up = async (...stacks: string[]): Promise<Report> => JSON.parse((await federation.chatiere('up', ...stacks, '--json')).trim().split('\n').at(-1) as string) as Report;

function get(url: string, ca: string): Promise<string> {
  return new Promise((resolve, reject) => {
    request(url, { ca }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk) => (body += chunk)).on('end', () => resolve(body));
    }).on('error', reject).end();
  });
}
