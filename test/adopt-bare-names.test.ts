import assert from "node:assert/strict";
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import Database from "better-sqlite3";
import { loraImages } from "../sample/legacy/lora-tests.js";
import { setImages } from "../sample/legacy/runs.js";
import { writeImage } from "../sample/legacy/write-tree.js";
import type { Plan } from "../src/model/plan.js";
import { createGeneration } from "./support/generations.js";
import { PROJECT_DIR } from "./support/paths.js";
import { drawNoise } from "./support/pictures.js";
import { writeFiles } from "./support/project.js";
import { createWorkspace, type Workspace } from "./support/transcript.js";

const MADE = "2025-10-13 21:35:33.481220";

/** An image as an old import registered it. */
interface OldImage {
  /** The folder that its album is named after. */
  readonly folder: string;
  readonly filename: string;
  /** Where the backend says that it is; nothing needs to be there. */
  readonly path: string;
}

/** How an old import left its files. */
const IMPORTS: readonly {
  readonly name: string;
  readonly place: (dir: string, file: string, index: number) => Pick<OldImage, "filename" | "path">;
  readonly by: string;
  readonly folders: RegExp;
}[] = [
  {
    name: "with its files where it found them",
    place: (dir, file) => ({ filename: baseName(file), path: join(dir, "outputs", file) }),
    by: "found by bytes",
    folders: /./,
  },
  {
    name: "with its files on another machine",
    place: (_dir, file) => ({ filename: baseName(file), path: `/srv/outputs/${file}` }),
    by: "found by source file",
    folders: /^zodiac|^lora/,
  },
  {
    name: "with its files under other names",
    place: (dir, file, index) => {
      const path = join(dir, "served", `upload-${index}.png`);
      mkdirSync(join(dir, "served"), { recursive: true });
      copyFileSync(join(dir, "outputs", file), path);
      return { filename: `upload-${index}.png`, path };
    },
    by: "found by bytes",
    folders: /^zodiac|^lora/,
  },
];

describe("an old import with bare filenames", () => {
  for (const { name, place, by, folders } of IMPORTS) {
    it(`${name} is adopted with every image that it has, and nothing is added`, async (t) => {
      const workspace = openWorkspace(t);
      const { dir } = workspace;
      const images = drawTree(dir, folders).map((file, index) => ({
        folder: file.split("/")[0] as string,
        ...place(dir, file, index),
      }));
      await importImages(workspace, images, ["tarot_deck_20251014_223846"]);
      const before = dumpImages(workspace);
      assert.equal(before.length, images.length);

      await succeed(workspace, "sync collect outputs --adopts folder");
      const plan = await readPlan(workspace);
      assert.deepEqual(
        [...plan.changes].filter(({ action }) => action !== "adopt").map(({ address }) => address),
        [],
      );
      assert.equal([...plan.changes].filter(({ reason }) => reason === by).length, images.length);
      assert.deepEqual(plan.blocked, []);
      await succeed(workspace, "sync apply --yes");
      const after = await workspace.run("sync plan --detailed-exitcode");
      assert.equal(after.status, 0, after.stdout);
      assert.match(after.stdout, /No changes/);
      assert.deepEqual(dumpImages(workspace), before);
    });
  }
});

describe("an image of an adopted album", () => {
  it("is told from one of equal bytes by the name of its source", async (t) => {
    const workspace = openWorkspace(t);
    const bytes = await draw(1);
    const images = await importDeck(workspace, { "Ace.png": bytes, "Ace_copy.png": bytes });
    await succeed(workspace, "sync collect outputs --adopts folder");
    const plan = await readPlan(workspace);
    assert.deepEqual(listAdopted(plan), [
      ["image:decks/card-deck-20251013-213519/ace.png", images.indexOf("Ace.png") + 1],
      ["image:decks/card-deck-20251013-213519/ace_copy.png", images.indexOf("Ace_copy.png") + 1],
    ]);
  });

  it("is blocked when several rows could be it, until its entry names one", async (t) => {
    const workspace = openWorkspace(t);
    const twin = { "other/Ace.png": await draw(1), "Ace_2.png": await draw(1) };
    await importDeck(workspace, twin, { "Ace_of_Spades.png": await draw(1) });
    await succeed(workspace, "sync collect outputs --adopts folder");
    const { blocked, changes } = await readPlan(workspace);
    assert.deepEqual(
      blocked.map(({ address, code }) => [address, code]),
      [["image:decks/card-deck-20251013-213519/ace_of_spades.png", "adopt-ambiguous"]],
    );
    assert.match(blocked[0]?.reason ?? "", /row 1 \(Ace\.png\) or row 2 \(Ace_2\.png\)/);
    assert.match(blocked[0]?.help ?? "", /source\.file/);
    assert.ok([...changes].every(({ action }) => action !== "create"));
    assert.equal((await workspace.run("sync apply --yes")).status, 5);

    const manifest = "manifests/legacy/decks/card-deck-20251013-213519.yaml";
    await succeed(workspace, `sed -i 's#file: card_deck_.*Ace_of_Spades.png#file: Ace_2.png#' ${manifest}`);
    assert.deepEqual(listAdopted(await readPlan(workspace)), [
      ["image:decks/card-deck-20251013-213519/ace_of_spades.png", 2],
    ]);
  });

  it("is blocked when its album shows it in a row of another album's image, until it refers to that", async (t) => {
    for (const isReadable of [true, false]) {
      const workspace = await importSharedAce(t, isReadable);
      await succeed(workspace, "sync collect outputs --adopts folder");
      const { blocked, changes } = await readPlan(workspace);
      const taker = "decks/card-deck-20251013-213519/ace.png";
      assert.deepEqual(
        blocked.map(({ address }) => address),
        ["image:decks/tarot-deck-20251014-223846/ace.png"],
      );
      assert.match(blocked[0]?.reason ?? "", /in row 1 \(Ace\.png\) already, which image:decks\/card-deck/);
      assert.ok([...changes].every(({ action }) => action !== "create"));

      const manifest = "manifests/legacy/decks/tarot-deck-20251014-223846.yaml";
      await succeed(
        workspace,
        `sed -i '/^images:/,$d' ${manifest}; echo 'images: [{ ref: ${taker} }]' >> ${manifest}`,
      );
      assert.deepEqual(listAdopted(await readPlan(workspace)), [[`image:${taker}`, 1]]);
      await succeed(workspace, "sync apply --yes");
      assert.equal((await workspace.run("sync plan --detailed-exitcode")).status, 0);
    }
  });

  it("stays blocked once the row of the other album's image is recorded", async (t) => {
    const workspace = await importSharedAce(t, true);
    await succeed(workspace, "sync collect outputs --adopts folder");
    await succeed(workspace, "sync apply --skip-blocked --yes");
    const { blocked, changes } = await readPlan(workspace);
    assert.deepEqual([...changes], []);
    assert.deepEqual(
      blocked.map(({ address, code }) => [address, code]),
      [["image:decks/tarot-deck-20251014-223846/ace.png", "adopt-ambiguous"]],
    );
    assert.match(blocked[0]?.reason ?? "", /row 1 \(Ace\.png\) already, which is image:decks\/card-deck/);
  });

  it("is blocked by readable other bytes under the name of its source", async (t) => {
    const workspace = openWorkspace(t);
    await importDeck(workspace, { "Ace.png": await draw(1) }, { "Ace.png": await draw(2) });
    await succeed(workspace, "sync collect outputs --adopts folder");
    const { blocked } = await readPlan(workspace);
    assert.deepEqual(
      blocked.map(({ code }) => code),
      ["adopt-content-differs"],
    );
    assert.match(blocked[0]?.reason ?? "", /row 1 \(Ace\.png\)/);
  });

  it("is found in an album that was adopted before", async (t) => {
    const workspace = openWorkspace(t);
    const pictures = { "Ace.png": await draw(1), "Two.png": await draw(2) };
    await importDeck(workspace, pictures, { "Ace.png": pictures["Ace.png"] });
    await succeed(workspace, "sync collect outputs --adopts folder && sync apply --yes");
    writeFiles(workspace.dir, { "outputs/card_deck_20251013_213519/Two.png": pictures["Two.png"] });
    await succeed(workspace, "sync collect outputs");
    const plan = await readPlan(workspace);
    assert.ok([...plan.changes].every(({ action }) => action !== "create"));
    assert.deepEqual(listAdopted(plan), [["image:decks/card-deck-20251013-213519/two.png", 2]]);
  });
});

/** Two old decks that show one row, and a file of its bytes in the folder of each. */
async function importSharedAce(t: TestContext, isReadable: boolean): Promise<Workspace> {
  const workspace = openWorkspace(t);
  const ace = await draw(1);
  await importDeck(workspace, { "Ace.png": ace });
  const [first, second] = ["card_deck_20251013_213519", "tarot_deck_20251014_223846"];
  writeFiles(workspace.dir, { [`outputs/${second}/Ace.png`]: ace });
  const folder = isReadable ? "$PWD/outputs" : "/srv";
  for (const sql of [
    `INSERT INTO albums (id, name, is_public) VALUES (2, '${second}', 1)`,
    "INSERT INTO album_images (id, album_id, image_id, sort_order) VALUES (2, 2, 1, 0)",
    `UPDATE images SET file_path = '${folder}/${first}/Ace.png'`,
  ])
    await succeed(workspace, `sql "${sql}"`);
  return workspace;
}

/** Pictures of an old deck below served/, with rows in the order of their names, and what lies in outputs now. */
async function importDeck(
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

function openWorkspace(t: TestContext): Workspace {
  const workspace = createWorkspace([]);
  t.after(workspace.remove);
  writeFiles(workspace.dir, {
    "sync.config.yaml": "estate: main\ndatabase: sqlite:data/albums.db\nmanifests: [manifests]\n",
    "manifests/.keep": "",
    "data/.keep": "",
  });
  return workspace;
}

/** Those folders of the old tree; returns its pictures, 91 in all folders. */
function drawTree(dir: string, folders: RegExp): readonly string[] {
  const all = [...setImages(PROJECT_DIR), ...loraImages()].filter(({ stem }) => folders.test(stem));
  for (const image of all) writeImage(join(dir, "outputs"), image);
  return all.filter(({ drawn = true }) => drawn).map(({ stem }) => `${stem}.png`);
}

function draw(seed: number): Promise<Buffer> {
  return drawNoise(8, 8, seed).png().toBuffer();
}

/** Registers images, their albums, links and a label each as an old import did, then migrates. */
async function importImages(
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

async function succeed(workspace: Workspace, line: string): Promise<string> {
  const { status, stdout, stderr } = await workspace.run(line);
  assert.equal(status, 0, `${line}: ${stdout}${stderr}`);
  return stdout;
}

async function readPlan(workspace: Workspace): Promise<Plan> {
  return JSON.parse(await succeed(workspace, "sync plan --json")) as Plan;
}

function listAdopted({ changes }: Plan): readonly (readonly [string, number])[] {
  return [...changes].flatMap((change) =>
    change.action === "adopt" && change.kind === "image" ? [[change.address, change.row.id] as const] : [],
  );
}

/** What an adoption leaves as it was: ids, names, paths, labels and links of each image. */
function dumpImages({ dir }: Workspace): readonly unknown[] {
  const database = new Database(join(dir, "data/albums.db"), { readonly: true });
  const rows = database
    .prepare(
      `SELECT i.id, i.filename, i.file_path, l.id, l.label_text, m.id, m.album_id
        FROM images i LEFT JOIN labels l ON l.image_id = i.id AND l.created_by IS NULL
        LEFT JOIN album_images m ON m.image_id = i.id ORDER BY i.id, l.id, m.id`,
    )
    .raw()
    .all();
  database.close();
  return rows;
}

function baseName(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1);
}
