import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import Database from "better-sqlite3";
import { PROJECT_DIR } from "../../support/paths.js";
import { createWorkspace, type Workspace } from "../../support/transcript.js";

const LATER = "2031-01-01 00:00:00.000000";

/** What a busy backend may do between review and apply, without touching the one field that the plan changes. */
const FOREIGN_EDITS = [
  "UPDATE images SET steps = 77, seed = 5, is_nsfw = 1, negative_prompt = 'no', lora_config = '[]' WHERE id = 1",
  "UPDATE images SET prompt = 'somebody else''s', width = 1 WHERE id <> 1",
  `UPDATE images SET updated_at = '${LATER}'`,
  `UPDATE albums SET name = name || '!', description = 'edited', updated_at = '${LATER}'`,
  "UPDATE albums SET prompt_template = 'edited', csv_data = '[]' WHERE is_set_template = 1",
  "DELETE FROM labels WHERE image_id = 2",
  `INSERT INTO labels (image_id, label_text, label_type, created_by, created_at)
    SELECT id, 'nice', 'user', 'ana', '${LATER}' FROM images`,
  "DELETE FROM album_images WHERE image_id = 3",
  "DELETE FROM images WHERE id = 3",
  `INSERT INTO images (filename, file_path, prompt, is_nsfw, is_public, created_at, updated_at)
    VALUES ('upload.png', '/srv/upload.png', 'an upload', 0, 1, '${LATER}', '${LATER}')`,
  `INSERT INTO albums (name, album_type, is_public, is_set_template, created_at, updated_at)
    VALUES ('Uploads', 'upload', 1, 0, '${LATER}', '${LATER}')`,
  `INSERT INTO album_images (album_id, image_id, sort_order, added_by, created_at)
    SELECT max(id), 1, 9, 'ana', '${LATER}' FROM albums`,
];

describe("a saved plan while others go on working", () => {
  let workspace: Workspace;
  const file = (name: string) => join(workspace.dir, name);
  before(async () => {
    workspace = createWorkspace([join(PROJECT_DIR, "test/cli/fixtures/project")]);
    await mustRun("sync apply --yes");
  });
  after(() => workspace.remove());

  async function mustRun(line: string): Promise<string> {
    const { status, stdout, stderr } = await workspace.run(line);
    assert.equal(status, 0, `${line}\n${stdout}${stderr}`);
    return stdout;
  }

  function edit(name: string, from: string, to: string): void {
    const text = readFileSync(file(name), "utf8");
    assert.ok(text.includes(from), from);
    writeFileSync(file(name), text.replace(from, to));
  }

  function withRows<T>(work: (database: Database.Database) => T): T {
    const database = new Database(file("data/albums.db"));
    database.pragma("foreign_keys = OFF");
    try {
      return work(database);
    } finally {
      database.close();
    }
  }

  /** Every row of the backend, without what the plan changes: the prompt of image 1 and when it was written. */
  const dump = () =>
    withRows((database) => ({
      images: database
        .prepare("SELECT * FROM images ORDER BY id")
        .all()
        .map((row) => {
          const { prompt, updated_at, ...rest } = row as { id: number; prompt: string; updated_at: string };
          return rest.id === 1 ? rest : { ...rest, prompt, updated_at };
        }),
      albums: database.prepare("SELECT * FROM albums ORDER BY id").all(),
      labels: database.prepare("SELECT * FROM labels ORDER BY id").all(),
      links: database.prepare("SELECT * FROM album_images ORDER BY id").all(),
    }));

  it("applies, and leaves every byte of theirs alone", async () => {
    edit("manifests/albums/walks.yaml", "A red hill", "A reddish hill");
    await mustRun("sync plan --out plan.json");
    withRows((database) => {
      for (const statement of FOREIGN_EDITS) {
        const { changes } = database.prepare(statement).run();
        assert.ok(changes > 0, statement);
      }
    });
    edit("manifests/sets/elements.yaml", "name: ", "name: Other ");
    writeFileSync(file("manifests/albums/new.yaml"), "kind: album\nslug: new\nname: New\nimages: []\n");
    const theirs = dump();
    assert.match(await mustRun("sync apply plan.json"), /0 added, 1 changed, 0 moved/);
    assert.deepEqual(dump(), theirs);
    const prompt = withRows((database) =>
      database.prepare("SELECT prompt FROM images WHERE id = 1").pluck().get(),
    );
    assert.equal(prompt, "A reddish hill");
  });
});
