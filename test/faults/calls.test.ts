import { describe, expect, it } from 'vitest';
import { keyOf } from './call.ts';
import { engineCall } from './engine-calls.ts';
import { identityCall } from './identity-calls.ts';
import { Injector } from './injector.ts';

describe('the engine’s calls', () => {
  it.each([
    ['POST', '/v1.41/containers/create?name=a', 'container-create'],
    ['POST', '/containers/a/start', 'container-start'],
    ['POST', '/v1.41/containers/a/stop?t=60', 'container-stop'],
    ['POST', '/v1.41/containers/a/update', 'container-update'],
    ['DELETE', '/v1.41/containers/a?force=true', 'container-delete'],
    ['PUT', '/v1.41/containers/a/archive?path=%2F', 'archive-put'],
    ['POST', '/v1.41/networks/create', 'network-create'],
    ['POST', '/v1.41/networks/n/connect', 'network-connect'],
    ['DELETE', '/v1.41/networks/n', 'network-delete'],
    ['POST', '/v1.41/volumes/create', 'volume-create'],
    ['DELETE', '/v1.41/volumes/v?force=1', 'volume-delete'],
  ])('%s %s changes something', (method, url, kind) => {
    expect(engineCall(method, url)?.kind).toBe(kind);
  });

  it.each([
    ['GET', '/v1.41/containers/a/json'],
    ['HEAD', '/_ping'],
    ['POST', '/v1.41/containers/a/wait?condition=not-running'],
    ['POST', '/v1.41/containers/a/attach?stdout=1'],
    ['POST', '/v1.41/containers/a/exec'],
    ['POST', '/v1.41/exec/e/start'],
    ['POST', '/v1.41/images/create?fromImage=a'],
    ['POST', '/v1.41/build'],
  ])('%s %s changes nothing of a stack', (method, url) => {
    expect(engineCall(method, url)).toBeUndefined();
  });
});

describe('the Admin API’s calls', () => {
  const known = { name: (id: string) => (id === 'g1' ? 'mrc' : '') };
  const subject = (method: string, path: string, body: unknown = {}) => identityCall(method, `/admin/realms/essai${path}`, Buffer.from(JSON.stringify(body)), known);

  it.each([
    ['POST', '/clients/', { clientId: 'a' }, 'client-create', 'a'],
    ['POST', '/clients/c/protocol-mappers/models', { name: 'groups' }, 'mapper-create', 'groups'],
    ['POST', '/clients/c/roles', { name: 'access' }, 'role-create', 'access'],
    ['POST', '/groups/g1/role-mappings/clients/c', [{ name: 'access' }], 'role-mapping-create', 'mrc:access'],
    ['POST', '/authentication/flows', { alias: 'a browser' }, 'flow-create', 'a browser'],
    ['POST', '/authentication/flows/a%20browser/executions/flow', { alias: 'a forms' }, 'subflow-create', 'a forms'],
    ['POST', '/authentication/flows/a%20browser/executions/execution', { provider: 'auth-cookie' }, 'execution-create', 'a browser:auth-cookie'],
    ['PUT', '/authentication/flows/a%20browser/executions', { id: 'x' }, 'execution-update', 'a browser'],
    ['POST', '/authentication/executions/x/config', { alias: 'a has-role' }, 'execution-config-create', 'a has-role'],
    ['POST', '/organizations', { alias: 'mrc' }, 'organization-create', 'mrc'],
    ['POST', '/groups', { name: 'mrc' }, 'group-create', 'mrc'],
    ['POST', '/groups/g1/children', { name: 'admins' }, 'group-create', 'mrc/admins'],
    ['DELETE', '/groups/g1', {}, 'group-delete', 'mrc'],
    ['POST', '/users/3f0c7b51-9a52-4d1c-8d2c-0a5a7e6f9b10/logout', {}, 'other', 'users/…/logout'],
  ] as const)('%s %s is known by its object', (method, path, body, kind, name) => {
    expect(subject(method, path, body)).toEqual({ kind, name });
  });

  it('does not count what reads, or what stands outside a realm', () => {
    expect(subject('GET', '/clients')).toBeUndefined();
    expect(identityCall('POST', '/realms/essai/protocol/openid-connect/token', Buffer.alloc(0), known)).toBeUndefined();
  });
});

describe('an injector', () => {
  const kill = () => Promise.resolve();

  it('strikes the call that it was armed for, whatever its number, and once', () => {
    const injector = new Injector();
    injector.begin({ key: keyOf({ kind: 'network-connect', name: 'a@n', occurrence: 2 }), fault: 'reset', kill });
    const taken = [['volume-create', 'v'], ['network-connect', 'a@n'], ['network-connect', 'a@n'], ['network-connect', 'a@n']].map(([kind = '', name = '']) => injector.take('POST', { kind, name })?.fault);
    expect(taken).toEqual([undefined, undefined, 'reset', undefined]);
    expect(injector.struck).toBe(true);
    expect(injector.calls.map(({ n, occurrence }) => [n, occurrence])).toEqual([[1, 1], [2, 1], [3, 2], [4, 3]]);
  });

  it('numbers from 1 again', () => {
    const injector = new Injector();
    injector.take('POST', { kind: 'volume-create', name: 'v' });
    injector.begin();
    injector.take('POST', { kind: 'volume-create', name: 'v' });
    expect(injector.calls).toEqual([{ n: 1, method: 'POST', kind: 'volume-create', name: 'v', occurrence: 1 }]);
    expect(injector.struck).toBe(false);
  });
});
