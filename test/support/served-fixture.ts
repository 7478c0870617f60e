import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before } from "node:test";
import Database from "better-sqlite3";
import { PROJECT_DIR } from "./paths.js";
import { serveProject, type TestServer } from "./running-server.js";
import { createWorkspace, type Workspace } from "./transcript.js";

/** A page of a list. */
export interface Page {
  readonly items: readonly { readonly [key: string]: unknown }[];
  readonly total: number;
  readonly nextCursor: string | null;
}

/** The project of the tests of commands, applied and served; there from the first test of a file to its last. */
export interface ServedFixture {
  readonly workspace: Workspace;
  readonly server: TestServer;
  /** GET of a list. */
  list(path: string): Promise<Page>;
  /** Lets another program write while the server reads. */
  write(sql: string, ...values: readonly unknown[]): void;
}

/** A workspace with the project of the tests of commands, in which nothing was applied yet. */
export function makeFixture(): Workspace {
  return createWorkspace([join(PROJECT_DIR, "test/cli/fixtures/project")]);
}

/** Serves the fixture to all tests of a file. `command`: what is run in it before. */
export function serveFixture(command = "sync apply --yes"): ServedFixture {
  let workspace: Workspace;
  let server: TestServer;
  before(async () => {
    workspace = makeFixture();
    const { status, stderr } = await workspace.run(command);
    assert.equal(status, 0, stderr);
    server = await serveProject(workspace.dir);
  });
  after(async () => {
    await server.close();
    workspace.remove();
  });
  return {
    get workspace() {
      return workspace;
    },
    get server() {
      return server;
    },
    list: async (path) => (await server.get(path)).json<Page>(),
    write: (sql, ...values) => {
      const database = new Database(join(workspace.dir, "data/albums.db"));
      if (values.length === 0) database.exec(sql);
      else database.prepare(sql).run(...values);
      database.close();
    },
  };
}
