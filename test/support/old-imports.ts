import assert from "node:assert/strict";
import { join } from "node:path";
import type { TestContext } from "node:test";
import Database from "better-sqlite3";
import type { Plan } from "../../src/model/plan.js";
import { createGeneration } from "./generations.js";
import { drawNoise } from "./pictures.js";
import { writeFiles } from "./project.js";
import { createWorkspace, type Workspace } from "./transcript.js";

const MADE = "2025-10-13 21:35:33.481220";

/** An image as an old import registered it. */
export interface OldImage {
  /** The folder that its album is named after. */
  readonly folder: string;
  readonly filename: string;
  /** Where the backend says that it is; nothing needs to be there. */
  readonly path: string;
}

/** Pictures of an old deck below served/, with rows in the order of their names, and what lies in outputs now. */
export async function importDeck(
  workspace: Workspace,
  served: { readonly [file: string]: Uint8Array },
  now: { readonly [file: string]: Uint8Array } = served,
): Promise<readonly string[]> {
  const folder = "card_deck_20251013_213519";
  const put = (dir: string, files: { readonly [file: string]: Uint8Array }) => {
    for (const [file, bytes] of Object.entries(files))
      writeFiles(join(workspace.dir, dir), { [file]: bytes });
  };
  put("served", served);
  put(`outputs/${folder}`, now);
  const names = Object.keys(served);
  await importImages(
    workspace,
    names.map((file) => ({ folder, filename: baseName(file), path: join(workspace.dir, "served", file) })),
  );
  return names;
}

/** An empty project whose manifests declare nothing. */
export function openWorkspace(t: TestContext): Workspace {
  const workspace = createWorkspace([]);
  t.after(workspace.remove);
  writeFiles(workspace.dir, {
    "sync.config.yaml": "estate: main\ndatabase: sqlite:data/albums.db\nmanifests: [manifests]\n",
    "manifests/.keep": "",
    "data/.keep": "",
  });
  return workspace;
}

/** A picture of noise that the seed names. */
export function draw(seed: number): Promise<Buffer> {
  return drawNoise(8, 8, seed).png().toBuffer();
}

/** Registers images, their albums, links and a label each as an old import did, then migrates. */
export async function importImages(
  workspace: Workspace,
  images: readonly OldImage[],
  empty: readonly string[] = [],
): Promise<void> {
  const file = join(workspace.dir, "data/albums.db");
  createGeneration(file, "A", { rows: false });
  const database = new Database(file);
  const albums = new Map<string, number>();
  for (const folder of [...images.map(({ folder }) => folder), ...empty]) {
    if (albums.has(folder)) continue;
    albums.set(folder, albums.size + 1);
    database
      .prepare("INSERT INTO albums (id, name, is_public, created_at, updated_at) VALUES (?, ?, 1, ?, ?)")
      .run(albums.size, folder, MADE, MADE);
  }
  images.forEach(({ folder, filename, path }, index) => {
    const id = index + 1;
    database
      .prepare(
        "INSERT INTO images (id, filename, file_path, is_nsfw, is_public, created_at, updated_at) VALUES (?, ?, ?, 0, 1, ?, ?)",
      )
      .run(id, filename, path, MADE, MADE);
    database
      .prepare(
        "INSERT INTO labels (id, image_id, label_text, label_type, created_at) VALUES (?, ?, ?, 'user', ?)",
      )
      .run(id, id, `seen by ana, ${id}`, MADE);
    database
      .prepare(
        "INSERT INTO album_images (id, album_id, image_id, sort_order, created_at) VALUES (?, ?, ?, 0, ?)",
      )
      .run(id, albums.get(folder), id, MADE);
  });
  database.close();
  await succeed(workspace, "sync db migrate");
}

/** Runs a command that must succeed; returns what it prints. */
export async function succeed(workspace: Workspace, line: string): Promise<string> {
  const { status, stdout, stderr } = await workspace.run(line);
  assert.equal(status, 0, `${line}: ${stdout}${stderr}`);
  return stdout;
}

/** What sync plan would do. */
export async function readPlan(workspace: Workspace): Promise<Plan> {
  return JSON.parse(await succeed(workspace, "sync plan --json")) as Plan;
}

/** Images that a plan adopts, each with the id of its row. */
export function listAdopted({ changes }: Plan): readonly (readonly [string, number])[] {
  return [...changes].flatMap((change) =>
    change.action === "adopt" && change.kind === "image" ? [[change.address, change.row.id] as const] : [],
  );
}

/** The last part of a path. */
export function baseName(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1);
}
