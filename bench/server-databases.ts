/** Runs statements in the database of an address, each in a transaction of its own. */
type Run = (url: string, ...statements: readonly string[]) => unknown;

/** Databases on a server that others may use as well: their names tell the process, and no other database is touched. */
export class DatabasesOfRun {
  readonly #server: string;
  readonly #run: Run;
  readonly #made = new Set<string>();

  /** `server`: an address from which databases can be made. */
  constructor(server: string, run: Run) {
    this.#server = server;
    this.#run = run;
  }

  urlOf(what: string): string {
    return Object.assign(new URL(this.#server), { pathname: nameOf(what) }).href;
  }

  /** Makes an empty database, or a copy of another one of this run, in place of what this run made before. */
  renew(what: string, template?: string): void {
    const from = template === undefined ? "template1" : nameOf(template);
    const name = nameOf(what);
    this.#made.add(name);
    this.#run(this.#server, dropping(name), `CREATE DATABASE ${name} TEMPLATE ${from}`);
  }

  /** Removes all that were made. */
  drop(): void {
    if (this.#made.size > 0) this.#run(this.#server, ...[...this.#made].map(dropping));
    this.#made.clear();
  }
}

function nameOf(what: string): string {
  return `sync_bench_${process.pid}_${what}`;
}

function dropping(name: string): string {
  return `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`;
}
