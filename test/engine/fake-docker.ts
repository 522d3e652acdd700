import { createServer, type Server } from 'node:http';
import { label } from '../../modules/kernel/index.ts';

interface Container {
  readonly Id: string;
  readonly labels: Record<string, string>;
  running: boolean;
  health: 'healthy' | 'starting' | 'unhealthy' | undefined;
  startedAt: string;
  readonly createdAt: string;
}

/** An engine of one workload, on a socket, that keeps what is done to it in order. Only what sleep asks; anything else is 501. */
export class FakeDocker {
  readonly done: string[] = [];
  readonly containers = new Map<string, Container>();
  readonly volumes = new Map<string, Record<string, string>>();
  /** What a started service says of its health. */
  health: Container['health'] = 'healthy';
  /** Containers that the engine cannot start. */
  readonly refused = new Set<string>();
  /** Called before each change. */
  before: (change: string) => void = () => undefined;
  readonly #server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (piece: Buffer) => (body += piece.toString()));
    request.on('end', () => {
      const url = new URL(`http://engine${(request.url ?? '').replace(/^\/v1\.\d+/, '')}`);
      const [status, answer] = this.#answer(request.method ?? 'GET', url, body);
      response.writeHead(status, { 'content-type': 'application/json' }).end(answer === undefined ? undefined : JSON.stringify(answer));
    });
  });

  readonly federation: string;
  readonly workload: string;

  constructor(federation: string, workload: string) {
    this.federation = federation;
    this.workload = workload;
  }

  add(part: string, role: 'service' | 'job' = 'service', more: Partial<Container> = {}): void {
    const labels = { [label.federation]: this.federation, [label.workload]: this.workload, [label.part]: part, [label.role]: role };
    this.containers.set(part, { Id: part, labels, running: true, health: role === 'service' ? 'healthy' : undefined, startedAt: '2026-11-20T12:00:00Z', createdAt: '2026-11-20T12:00:00Z', ...more });
  }

  async listen(socket: string): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(socket, resolve));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(method: string, url: URL, body: string): [number, unknown?] {
    const [room = '', id = '', act = ''] = url.pathname.slice(1).split('/');
    const call = `${method} ${room} ${act}`.trim();
    if (room === 'containers' && id === 'json') return [200, this.#list(url)];
    if (call === 'GET volumes') return id === '' ? [200, { Volumes: [...this.volumes].map(([Name, Labels]) => ({ Name, Labels })) }] : this.volumes.has(id) ? [200, { Name: id, Labels: this.volumes.get(id) }] : [404, { message: 'no such volume' }];
    if (method === 'POST' && room === 'volumes') {
      const { Name, Labels } = JSON.parse(body) as { Name: string; Labels: Record<string, string> };
      this.#change(`mark ${Labels[label.asleep]}`);
      this.volumes.set(Name, Labels);
      return [201, { Name, Labels }];
    }
    if (method === 'DELETE' && room === 'volumes') {
      if (!this.volumes.has(id)) return [404, { message: 'no such volume' }];
      this.#change('unmark');
      this.volumes.delete(id);
      return [204];
    }
    return this.#container(method, id, act);
  }

  #container(method: string, id: string, act: string): [number, unknown?] {
    const container = this.containers.get(id);
    if (container === undefined) return [404, { message: 'no such container' }];
    if (act === 'json') return [200, this.#inspected(container)];
    if (act === 'wait') {
      this.#change(`wait ${id}`);
      container.running = false;
      return [200, { StatusCode: 0 }];
    }
    if (method === 'POST' && (act === 'start' || act === 'stop')) {
      if (container.running === (act === 'start')) return [304];
      if (act === 'start' && this.refused.has(id)) return [500, { message: 'no such network' }];
      this.#change(`${act} ${id}`);
      container.running = act === 'start';
      if (container.running) container.health = this.health;
      return [204];
    }
    return [501, { message: `${method} ${act}` }];
  }

  #change(what: string): void {
    this.before(what);
    this.done.push(what);
  }

  #list(url: URL): object[] {
    const { label: wanted = [], status } = JSON.parse(url.searchParams.get('filters') ?? '{}') as { label?: string[]; status?: string[] };
    const fits = ({ labels, running }: Container) => wanted.every((one) => labels[one.split('=')[0] as string] === one.split('=')[1]) && (status === undefined || running);
    return [...this.containers.values()].filter(fits).map(({ Id }) => ({ Id, Names: [`/${this.workload}--${Id}`] }));
  }

  #inspected({ Id, labels, running, health, startedAt, createdAt }: Container): object {
    return {
      Id,
      Name: `/${this.workload}--${Id}`,
      Created: createdAt,
      Config: { Labels: labels, Healthcheck: { Interval: 1e6, Timeout: 1e6, Retries: 1, StartPeriod: 0 } },
      State: { Running: running, StartedAt: startedAt, ExitCode: 0, ...(health !== undefined && { Health: { Status: health } }) },
    };
  }
}
