import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import Database from "better-sqlite3";
import type { SqlRow } from "./generation-rows.js";
import { createGeneration, type GenerationName } from "./generations.js";
import { drawNoise } from "./pictures.js";
import { writeFiles } from "./project.js";
import { createWorkspace, type Outcome, type Workspace } from "./transcript.js";

const UPLOADED = "2026-03-04 05:06:07.000000";

/** A project beside a database that the backend made, whose files lie in `outputs`. */
export interface BackendProject extends Workspace {
  readonly file: string;
  /** Runs a line that must end with 0. */
  succeed(line: string): Promise<Outcome>;
  /** Deletes an image as the backend does: with its labels, links and file. Thumbnails stay. Gives the file. */
  deleteImage(id: number): string;
  /** Uploads an image as the backend does, which gets the next id; gives that. */
  upload(filename: string): Promise<number>;
  /** Shows the thumbnail of an image as the backend does, which makes it when it is missing; gives its bytes. */
  view(id: number): Promise<Uint8Array>;
  row(id: number): SqlRow;
  /** Rows of a query. */
  query(sql: string): readonly unknown[];
}

/** A project with a database of a generation and its pictures, not migrated and not adopted. */
export async function makeBackendProject(
  t: TestContext,
  generation: GenerationName,
): Promise<BackendProject> {
  const workspace = createWorkspace([]);
  t.after(workspace.remove);
  const { dir } = workspace;
  const file = join(dir, "data/albums.db");
  writeFiles(dir, { "data/.gitkeep": "" });
  createGeneration(file, generation);
  await placePictures(file, join(dir, "outputs"));
  return { ...workspace, file, ...actAsBackend(workspace, file) };
}

function actAsBackend(workspace: Workspace, file: string) {
  const { dir } = workspace;
  const use = <T>(work: (database: Database.Database) => T): T => {
    const database = new Database(file);
    database.pragma("foreign_keys = OFF");
    try {
      return work(database);
    } finally {
      database.close();
    }
  };
  const row = (id: number) =>
    use((database) => database.prepare("SELECT * FROM images WHERE id = ?").get(id)) as SqlRow;
  return {
    row,
    query: (sql: string) => use((database) => database.prepare(sql).raw().all()),
    async succeed(line: string) {
      const outcome = await workspace.run(line);
      assert.equal(outcome.status, 0, `${line}: ${outcome.stdout}${outcome.stderr}`);
      return outcome;
    },
    deleteImage(id: number): string {
      const path = String(row(id).file_path);
      rmSync(path);
      use((database) => {
        for (const sql of ["labels WHERE image_id", "album_images WHERE image_id", "images WHERE id"])
          database.prepare(`DELETE FROM ${sql} = ?`).run(id);
      });
      return path;
    },
    async upload(filename: string): Promise<number> {
      const path = join(dir, "outputs", filename);
      writeFileSync(path, await drawNoise(64, 64, 99).jpeg().toBuffer());
      const sql = `INSERT INTO images (filename, file_path, width, height, is_nsfw, is_public, created_at, updated_at)
        VALUES (?, ?, 64, 64, 0, 1, ?, ?)`;
      return use((database) =>
        Number(database.prepare(sql).run(filename, path, UPLOADED, UPLOADED).lastInsertRowid),
      );
    },
    async view(id: number): Promise<Uint8Array> {
      const name = `thumbnails/${id}.webp`;
      const path = join(dir, "data", name);
      const { default: sharp } = await import("sharp");
      if (!existsSync(path))
        await sharp(String(row(id).file_path))
          .resize(300)
          .webp()
          .toFile(path);
      use((database) => database.prepare("UPDATE images SET thumbnail_path = ? WHERE id = ?").run(name, id));
      return readFileSync(path);
    },
  };
}

/** Puts a picture of the recorded size where each image row says that its file is. */
export async function placePictures(file: string, folder: string): Promise<void> {
  const database = new Database(file);
  const rows = database.prepare("SELECT id, filename, width, height FROM images").all() as {
    readonly id: number;
    readonly filename: string;
    readonly width: number | null;
    readonly height: number | null;
  }[];
  for (const { id, filename, width, height } of rows) {
    const picture = drawNoise(width ?? 512, height ?? 512, id);
    const bytes = await (filename.endsWith(".jpg") ? picture.jpeg() : picture.png()).toBuffer();
    writeFiles(folder, { [filename]: bytes });
    // A manifest has to say how big a picture is, so a row that does not know would rightly get it.
    database
      .prepare(
        "UPDATE images SET file_path = ?, width = coalesce(width, 512), height = coalesce(height, 512) WHERE id = ?",
      )
      .run(join(folder, filename), id);
  }
  database.close();
}
