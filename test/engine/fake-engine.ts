import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { label } from '../../modules/kernel/index.ts';

/** What a command in a container comes to; `never`: it does not end, and nothing is written. */
export type Outcome = { readonly output?: string; readonly errors?: string; readonly exitCode?: number } | 'never' | 'gone';

export interface Execution {
  /** `<workload>/<service>` */
  readonly container: string;
  readonly argv: readonly string[];
  readonly environment: readonly string[];
}

export interface FakeEngine {
  /** `unix://…` */
  readonly address: string;
  readonly executions: readonly Execution[];
  close(): Promise<void>;
}

/** As much of the Docker Engine's interface as counting needs: running services by label, and commands in them. */
export async function openFakeEngine(socket: string, services: readonly { readonly workload: string; readonly service: string }[], answer: (execution: Execution) => Outcome): Promise<FakeEngine> {
  const executions: Execution[] = [];
  const outcomes: Outcome[] = [];
  const open = new Set<ServerResponse>();

  const routes: readonly (readonly [RegExp, (found: RegExpExecArray, body: string, url: URL, response: ServerResponse) => void])[] = [
    [/^GET \/containers\/json$/, (_, _body, url, response) => {
      const { label: labels = [] } = JSON.parse(url.searchParams.get('filters') ?? '{}') as { label?: string[] };
      const found = services.filter(({ workload }) => labels.includes(`${label.workload}=${workload}`));
      json(response, 200, found.map(({ workload, service }) => ({ Id: encodeURIComponent(`${workload}/${service}`), Labels: { [label.part]: service } })));
    }],
    [/^POST \/containers\/([^/]+)\/exec$/, ([, container = ''], body, _, response) => {
      const { Cmd, Env } = JSON.parse(body) as { Cmd: string[]; Env: string[] };
      const execution = { container: decodeURIComponent(decodeURIComponent(container)), argv: Cmd, environment: Env };
      const outcome = answer(execution);
      executions.push(execution);
      if (outcome === 'gone') return json(response, 409, { message: 'container is not running' });
      json(response, 201, { Id: String(outcomes.push(outcome) - 1) });
    }],
    [/^POST \/exec\/(\d+)\/start$/, ([, id], _body, _, response) => {
      const outcome = outcomes[Number(id)] as Outcome;
      response.writeHead(200, { 'content-type': 'application/vnd.docker.multiplexed-stream' });
      if (outcome === 'never' || outcome === 'gone') return response.flushHeaders();
      response.end(Buffer.concat([frame(2, outcome.errors ?? ''), frame(1, outcome.output ?? '')]));
    }],
    [/^GET \/exec\/(\d+)\/json$/, ([, id], _body, _, response) => {
      const outcome = outcomes[Number(id)] as Exclude<Outcome, string>;
      json(response, 200, { ExitCode: outcome.exitCode ?? 0, Running: false });
    }],
  ];

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    open.add(response);
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const url = new URL(request.url ?? '/', 'http://engine');
    for (const [pattern, act] of routes) {
      const found = pattern.exec(`${request.method} ${url.pathname}`);
      if (found) return act(found, body, url, response);
    }
    json(response, 404, { message: `no such call: ${request.method} ${url.pathname}` });
  };
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return {
    address: `unix://${socket}`,
    executions,
    close: () => {
      for (const response of open) response.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

/** As the engine tells outputs apart: 1 what a command writes, 2 what it complains of. */
function frame(kind: 1 | 2, content: string): Buffer {
  const bytes = Buffer.from(content);
  const header = Buffer.alloc(8);
  header.writeUInt8(kind, 0);
  header.writeUInt32BE(bytes.length, 4);
  return bytes.length === 0 ? bytes : Buffer.concat([header, bytes]);
}
