import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before } from "node:test";
import Database from "better-sqlite3";
import { type DatabaseKind, profileOf, templateTable } from "./database-kinds.js";
import { createGeneration } from "./generations.js";
import { createServerDatabase, type ServerDatabase } from "./postgres.js";
import { serveProject, type TestServer } from "./running-server.js";
import { makeFixture } from "./served-fixture.js";
import type { Workspace } from "./transcript.js";

/** The project of the tests of commands, served with a database file, and with a copy of it on a server. */
export interface ServedTwin {
  readonly workspace: Workspace;
  readonly onFile: TestServer;
  readonly onServer: TestServer;
  readonly url: string;
}

const TIME = "'2026-01-01 00:00:00.000000'";

/** Rows of others whose order or text another database could take for another one. */
const FOREIGN = [
  ...["zebra", "Zebra", "apple", "Äpfel", "_x"].map(
    (name) =>
      `INSERT INTO albums (name, album_type, is_public, created_at) VALUES ('${name}', 'upload', 1, ${TIME})`,
  ),
  `INSERT INTO images (id, filename, file_path, seed, guidance_scale, is_nsfw, lora_config, created_at)
    VALUES (91, 'LOOSE_1%.png', '/elsewhere/1.png', -5, 3.5, NULL, 'no JSON', ${TIME})`,
  ...["b", "B", "a", "é"].map(
    (label) =>
      `INSERT INTO labels (image_id, label_text, confidence, created_at) VALUES (1, '${label}', 0.25, ${TIME})`,
  ),
  `INSERT INTO album_images (album_id, image_id, created_at) SELECT id, 91, ${TIME} FROM albums WHERE name = 'zebra'`,
  `INSERT INTO album_images (album_id, image_id, created_at) SELECT id, 1, ${TIME} FROM albums WHERE name = 'zebra'`,
];

/** Makes both for all tests of a suite. */
export function serveTwin(kind: DatabaseKind): ServedTwin {
  const made: { workspace?: Workspace; database?: ServerDatabase; servers?: readonly TestServer[] } = {};
  before(async () => {
    const workspace = makeFixture();
    made.workspace = workspace;
    const file = join(workspace.dir, "data/albums.db");
    declareMore(workspace.dir);
    const run = async (line: string) => {
      const { status, stderr } = await workspace.run(line);
      assert.equal(status, 0, stderr);
    };
    if (profileOf(kind) === "E") createGeneration(file, "E", { rows: false });
    await run(profileOf(kind) === "E" ? "sync db migrate && sync apply --yes" : "sync apply --yes");
    const database = new Database(file);
    for (const statement of FOREIGN) database.exec(statement);
    const table = templateTable(kind);
    const [columns, values] =
      table === "albums" ? ["album_type", "'set'"] : ["csv_path, prompt_template", "'x.csv', ''"];
    database.exec(
      `INSERT INTO ${table} (name, ${columns}, created_at) VALUES ('Foreign', ${values}, ${TIME})`,
    );
    database.close();
    made.database = await createServerDatabase();
    await run(`sync db copy sqlite:data/albums.db '${made.database.url}'`);
    made.servers = [
      await serveProject(workspace.dir),
      await serveProject(workspace.dir, { database: made.database.url }),
    ];
  });
  after(async () => {
    for (const server of made.servers ?? []) {
      await server.close();
      assert.deepEqual(server.bugs, []);
    }
    await made.database?.remove();
    made.workspace?.remove();
  });
  return {
    get workspace() {
      return made.workspace as Workspace;
    },
    get onFile() {
      return made.servers?.[0] as TestServer;
    },
    get onServer() {
      return made.servers?.[1] as TestServer;
    },
    get url() {
      return String(made.database?.url);
    },
  };
}

/** An image of an item, and a seed that has no room in its column on a server. */
function declareMore(dir: string): void {
  const file = join(dir, "manifests/albums/walks.yaml");
  const text = readFileSync(file, "utf8")
    .replace("type: singles\n", "type: singles\nset_template: elements\n")
    .replace("prompt: A red hill\n", 'prompt: A red hill\n    item: Fire\n    seed: "9007199254740993"\n');
  writeFileSync(file, text);
}
