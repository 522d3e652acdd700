import pg from 'pg';

export type Row = Readonly<Record<string, unknown>>;

/** The real PostgreSQL of an instance. */
export class Database {
  readonly #pool: pg.Pool;

  constructor(settings: { host: string; port: number; database: string; user: string; password: string }) {
    this.#pool = new pg.Pool({ ...settings, max: 4, connectionTimeoutMillis: 10_000 });
    // A server that restarts cuts idle connections; the next query opens another.
    this.#pool.on('error', (error) => console.error(`database: ${error.message}`));
  }

  async all<T extends Row = Row>(sql: string, ...values: readonly unknown[]): Promise<T[]> {
    return (await this.#pool.query<T>(sql, [...values])).rows;
  }

  async one<T extends Row = Row>(sql: string, ...values: readonly unknown[]): Promise<T | undefined> {
    return (await this.all<T>(sql, ...values))[0];
  }

  /** Several statements, none with values. */
  async script(sql: string): Promise<void> {
    await this.#pool.query(sql);
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}
