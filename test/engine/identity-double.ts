import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createAuthority, issueCertificate } from '../../modules/edge/index.ts';

interface User {
  readonly id: string;
  readonly body: Record<string, unknown>;
  readonly groups: Set<string>;
  readonly organizations: Set<string>;
}

export const CLIENT_SECRET = 'secret-du-client';

/** A double of the few calls of the identity server's administration that an import makes; any other is a 500. */
export async function openIdentityDouble() {
  const authority = await createAuthority('Essai', new Date());
  const { certificatePem, keyPem } = await issueCertificate(authority, ['localhost'], new Date());
  const users = new Map<string, User>();
  const answer = (method: string, path: string, query: URLSearchParams, body: string, authorization: string): [number, unknown, Record<string, string>?] => {
    if (path === '/realms/essai/protocol/openid-connect/token') {
      const good = authorization === `Basic ${btoa(`chatiere:${CLIENT_SECRET}`)}`;
      return good ? [200, { access_token: 'jeton', expires_in: 60 }] : [401, { error: 'unauthorized_client' }];
    }
    if (authorization !== 'Bearer jeton') return [401, {}];
    const at = path.replace('/admin/realms/essai', '').replace(/\/$/, '');
    if (at === '/organizations') return [200, [{ id: 'o1', alias: 'mrc-demo', name: 'MRC' }]];
    if (at === '/groups') return [200, [{ id: 'g0', name: 'mrc-demo', path: '/mrc-demo' }]];
    if (at === '/groups/g0/children') return [200, [{ id: 'g1', name: 'admins' }, { id: 'g2', name: 'members' }]];
    if (at === '/users' && method === 'GET') return [200, [...users.values()].filter((user) => user.body['username'] === query.get('username')).map(({ id, body: { username } }) => ({ id, username }))];
    if (at === '/users' && method === 'POST') return create(JSON.parse(body) as Record<string, unknown>);
    const joined = /^\/users\/(\w+)\/groups\/(\w+)$/.exec(at);
    if (joined && method === 'PUT') return users.get(joined[1] ?? '')?.groups.add(joined[2] ?? ''), [204, undefined];
    if (at === '/organizations/o1/members' && method === 'POST') {
      const { organizations } = users.get(body.replaceAll('"', '')) ?? { organizations: new Set<string>() };
      if (organizations.has('o1')) return [409, { errorMessage: 'User is already a member' }];
      return organizations.add('o1'), [201, undefined];
    }
    return [500, { error: `${method} ${path}` }];
  };
  const create = (body: Record<string, unknown>): ReturnType<typeof answer> => {
    if (body['email'] === 'pris@mrc.example') return [409, { errorMessage: 'User exists with same email' }];
    const id = `u${users.size + 1}`;
    users.set(id, { id, body, groups: new Set(), organizations: new Set() });
    return [201, undefined, { location: `https://localhost/admin/realms/essai/users/${id}` }];
  };
  const server = createServer({ cert: certificatePem, key: keyPem }, (request, response) => {
    void read(request).then((body) => {
      const url = new URL(request.url ?? '', 'https://localhost');
      const [status, content, headers] = answer(request.method ?? '', url.pathname, url.searchParams, body, request.headers.authorization ?? '');
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(content === undefined ? undefined : JSON.stringify(content));
    });
  }).listen(0, 'localhost');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    users,
    entrance: { url: `https://localhost:${(server.address() as AddressInfo).port}`, realm: 'essai', clientId: 'chatiere', clientSecret: CLIENT_SECRET, authority: authority.certificatePem },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

async function read(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk as string;
  return body;
}
