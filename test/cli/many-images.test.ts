import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import Database from "better-sqlite3";
import { createWorkspace, type Workspace } from "../support/transcript.js";

// Without the first album, which is applied before, more than a plan for a database keeps in memory.
const ALBUMS = 22;
const IMAGES_EACH = 1000;
const IMAGES = ALBUMS * IMAGES_EACH;
const ADDED = IMAGES - IMAGES_EACH;
const ROWS_ONLY = "--no-thumbnails --assets none --quiet";

let workspace: Workspace;

before(async () => {
  workspace = createWorkspace([]);
  for (const folder of ["manifests", "data/legacy", "temporary"])
    mkdirSync(join(workspace.dir, folder), { recursive: true });
  writeFileSync(join(workspace.dir, "sync.config.yaml"), "estate: main\n");
  const write = (album: number) =>
    writeFileSync(join(workspace.dir, `manifests/${album}.yaml`), writeAlbum(album));
  write(0);
  for (const name of ["albums", "saved"])
    await run(`sync apply --yes ${ROWS_ONLY} --db sqlite:data/${name}.db`);
  for (let album = 1; album < ALBUMS; album++) write(album);
});
after(() => workspace.remove());

describe("a plan of more images than stay in memory", () => {
  it("ends before anything is written when there is no room for its temporary file", async () => {
    const { status, stderr } = await workspace.run(`sync apply --yes ${ROWS_ONLY}`, {
      TMPDIR: join(workspace.dir, "sync.config.yaml"),
    });
    assert.equal(status, 1, stderr);
    assert.match(
      stderr,
      /error\[temporary-file\] a temporary file in \S+\/sync\.config\.yaml could not be written/,
    );
    assert.match(stderr, /TMPDIR/);
    assert.equal(dump("data/albums.db").split("\n").length, IMAGES_EACH);
  });

  it("is saved and applied as it is, and leaves no file behind", async () => {
    const shown = await run("sync plan --assets none --db sqlite:data/saved.db --out plan.json");
    assert.match(shown, new RegExp(`Plan: ${ADDED + ALBUMS - 1} to add`));
    await run(`sync apply plan.json ${ROWS_ONLY} --db sqlite:data/saved.db`);
    await run(`sync apply --yes ${ROWS_ONLY}`);
    const [direct, saved] = [dump("data/albums.db"), dump("data/saved.db")];
    assert.equal(direct.split("\n").length, IMAGES);
    assert.equal(saved, direct);
    assert.match(direct, /^decks__7__0042\.png\|No 42 of 7\|tag:seven-42\|Deck 7:42$/m);
    assert.match(await run("sync plan --refresh --assets none"), /^Plan: 0 to add, 0 to change, 0 to move/m);
    // Newer versions of Node keep compiled code there.
    const left = readdirSync(join(workspace.dir, "temporary")).filter(
      (name) => name !== "node-compile-cache",
    );
    assert.deepEqual(left, []);
  });
});

async function run(line: string): Promise<string> {
  const { status, stdout, stderr } = await workspace.run(line, { TMPDIR: join(workspace.dir, "temporary") });
  assert.equal(status, 0, stderr);
  return stdout;
}

/** A line for each image: what its row, its label and its link say. */
function dump(file: string): string {
  const database = new Database(join(workspace.dir, file), { readonly: true });
  const lines = database
    .prepare(
      `SELECT i.filename || '|' || i.prompt || '|' || l.label_type || ':' || l.label_text || '|' || a.name || ':' || k.sort_order
       FROM images i JOIN labels l ON l.image_id = i.id
       JOIN album_images k ON k.image_id = i.id JOIN albums a ON a.id = k.album_id ORDER BY i.filename`,
    )
    .pluck()
    .all();
  database.close();
  return lines.join("\n");
}

function writeAlbum(album: number): string {
  const images = Array.from({ length: IMAGES_EACH }, (_, index) => {
    const file = `decks/${album}/${String(index).padStart(4, "0")}.png`;
    return [
      `  - file: ${file}`,
      `    sha256: "${createHash("sha256").update(file).digest("hex")}"`,
      "    bytes: 1",
      "    width: 8",
      "    height: 8",
      `    prompt: No ${index} of ${album}`,
      `    labels: [{ text: ${album === 7 ? "seven" : "deck"}-${index}, type: tag }]`,
      "",
    ].join("\n");
  });
  return `kind: album\nslug: decks/${album}\nname: Deck ${album}\ntype: deck\nimages:\n${images.join("")}`;
}
