import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { CHECKOUT } from '../catalog/folder.ts';
import { ordered, RELAY } from '../federation/policy.ts';
import { demoFederation, stackGraph } from '../golden/demo.ts';
import { type Node, SECRET, UNKNOWN } from '../golden/graph.ts';

const CANARY = 'canari du relais ';
const directory = demoFederation();
afterAll(() => rmSync(directory, { recursive: true }));
cpSync(join(CHECKOUT, 'test', 'federation', 'catalog'), join(directory, 'catalog'), { recursive: true });
for (const [file, content] of ordered('forum', '1.0-1') as [string, string][]) writeFileSync(join(directory, file), content);
const sheet = readFileSync(join(directory, 'federation.yaml'), 'utf8').replace('images: local', 'images: registry');
const relay = (lines: string): void => writeFileSync(join(directory, 'federation.yaml'), `${sheet}\n${RELAY}${lines}`);

beforeEach(() => {
  relay('  username: services\n');
  mkdirSync(join(directory, 'private'), { recursive: true });
  writeFileSync(join(directory, 'private', 'mail-password'), `${CANARY}\n`);
});

const FORUM = 'mrc-demo.forum';
const container = (resources: readonly Node[], name: string): Node => resources.find((node) => node.type === 'docker:index/container:Container' && node.name.endsWith(`-${name}`)) as Node;

describe('the relay’s password', () => {
  it('is a secret wherever the app gets it, and stands nowhere else', async () => {
    const graph = await stackGraph(directory, FORUM);
    expect(container(graph.resources, 'app').inputs['envs']).toContain(SECRET);
    expect(container(graph.resources, 'app').inputs['envs']).toContain('SMTP=starttls smtp.chatiere.test:587 services@chatiere.test');
    expect(container(graph.resources, 'secrets-carrier').inputs['uploads']).toMatchObject([{ file: '/carrier/app/relay', content: SECRET }]);
    expect(JSON.stringify(graph)).not.toContain(CANARY.trim());
  });

  it('is empty, and not asked for, without an account', async () => {
    relay('');
    rmSync(join(directory, 'private', 'mail-password'));
    const { resources } = await stackGraph(directory, FORUM);
    expect(container(resources, 'app').inputs['envs']).toEqual(expect.arrayContaining(['SMTP_PASSWORD=', 'SMTP_USER=']));
  });

  it('is unknown in a preview until its file is there, and an error in an update', async () => {
    rmSync(join(directory, 'private', 'mail-password'));
    const { resources } = await stackGraph(directory, FORUM, { preview: true });
    expect(container(resources, 'app').inputs['envs']).toContain(UNKNOWN);
    await expect(stackGraph(directory, FORUM)).rejects.toThrow(/mail-password/);
  });
});
