import assert from "node:assert/strict";
import { cpSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import Database from "better-sqlite3";
import { writeReplica } from "../../sample/legacy/replica.js";
import { runSync } from "./collect-project.js";
import { PROJECT_DIR } from "./paths.js";
import { makeProject } from "./project.js";
import { makeTempDir } from "./temp-dir.js";

/** Files of the folder that the project does not know. */
export const UPLOADS = ["first.png", "second.png"];
export const NOW = "2025-11-01 10:00:00.250000";

/** A project with the LoRA tests collected and applied, and a folder of files that it does not know. */
export async function makeApplied(
  t: TestContext,
): Promise<{ readonly dir: string; readonly uploads: string }> {
  const top = makeTempDir(t);
  const uploads = join(top, "uploads");
  mkdirSync(join(top, "outputs"));
  const replica = makeTempDir(t);
  await writeReplica(replica, PROJECT_DIR);
  cpSync(join(replica, "outputs/lora_tests"), join(top, "outputs/lora_tests"), { recursive: true });
  mkdirSync(uploads);
  const zodiac = join(replica, "outputs/zodiac_20251013_204136");
  const pictures = readdirSync(zodiac).filter((name) => name.endsWith(".png"));
  // Other bytes than any that the manifests know.
  for (const [index, name] of UPLOADS.entries())
    cpSync(join(zodiac, pictures[index] ?? ""), join(uploads, name));
  const dir = makeProject(t, { "sync.config.yaml": "estate: main # ours\n" });
  assert.equal((await runSync(dir, ["collect", join(top, "outputs")])).status, 0);
  assert.equal((await runSync(dir, ["apply", "--yes"])).status, 0);
  return { dir, uploads };
}

/** The database of a project. */
export function open(dir: string): Database.Database {
  return new Database(join(dir, "data/albums.db"));
}

/** An album as the UI makes it; returns its row id. */
export function addAlbum(database: Database.Database, name: string, type: string): number {
  const statement = database.prepare(
    "INSERT INTO albums (name, album_type, is_public, is_training_source, is_set_template, created_at) VALUES (?, ?, 1, 0, 0, ?)",
  );
  return Number(statement.run(name, type, NOW).lastInsertRowid);
}

/** An image of a file, with a label, as the UI makes it; returns its row id. */
export function addImage(
  database: Database.Database,
  album: number | undefined,
  index: number,
  filename: string,
  path: string,
): number {
  const image = database
    .prepare(
      "INSERT INTO images (filename, file_path, prompt, seed, width, height, lora_config, is_public, is_nsfw, created_at) VALUES (?, ?, 'a fox', 42, 512, 512, ?, 1, 0, ?)",
    )
    .run(filename, path, index === 0 ? '{"path":"x","weight":0.5}' : '[{"path":"x","weight":0.5}]', NOW);
  const id = Number(image.lastInsertRowid);
  database
    .prepare(
      "INSERT INTO labels (image_id, label_text, label_type, created_by, created_at) VALUES (?, 'fox', 'manual', 'ana', ?)",
    )
    .run(id, NOW);
  if (album !== undefined) {
    addLink(database, album, id, index);
  }
  return id;
}

/** Puts an image into an album, as the UI does. */
export function addLink(database: Database.Database, album: number, image: number, index: number): void {
  database
    .prepare("INSERT INTO album_images (album_id, image_id, sort_order, created_at) VALUES (?, ?, ?, ?)")
    .run(album, image, index, NOW);
}

/** All rows of the backend's tables. */
export function dumpRows(database: Database.Database): readonly unknown[] {
  return ["albums", "images", "labels", "album_images"].map((table) =>
    database.prepare(`SELECT * FROM ${table}`).all(),
  );
}
