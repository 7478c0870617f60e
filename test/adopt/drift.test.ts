import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import type Database from "better-sqlite3";
import fc from "fast-check";
import { mergeLabels } from "../../src/adopt/drift-labels.js";
import { type MemberSources, mergeMembers } from "../../src/adopt/drift-members.js";
import { addLink, makeApplied, open } from "../support/adopt-project.js";
import { runSync } from "../support/collect-project.js";
import { writeFiles } from "../support/project.js";

const LORAS = "manifests/legacy/lora-experiments/lora-tests.yaml";
const image = fc.constantFrom<string[]>("image:a", "image:b", "image:c", "image:d", "image:e", "image:f");
const images = fc.uniqueArray(image);

describe("images of an album edited in the database", () => {
  it("are declared as they are shown, and then nothing is left to declare", () => {
    const sources = fc.record({
      declared: images,
      live: images,
      recorded: images,
      homes: images,
      ours: images,
      orderIsRecorded: fc.boolean(),
    });
    fc.assert(
      fc.property(sources, ({ declared, live, recorded, homes, ours, orderIsRecorded }) => {
        const describe = (list: readonly string[]): MemberSources => ({
          declared: list,
          isHome: (one) => homes.includes(one),
          links: live.map((address, rowId) => ({ address, rowId, ours: ours.includes(address) })),
          recorded: new Set(recorded),
          isDeclared: (one) => one !== "image:f",
          orderIsRecorded,
        });
        const drift = mergeMembers(describe(declared));
        if (drift === undefined) return;
        const { added, removed, unwritable } = drift;
        assert.deepEqual(
          [...drift.images].sort(),
          [...declared.filter((one) => !removed.includes(one)), ...added].sort(),
          "each image once",
        );
        assert.ok(
          removed.every((one) => recorded.includes(one) && !live.includes(one) && !homes.includes(one)),
        );
        assert.ok(added.every((one) => live.includes(one) && !recorded.includes(one) && one !== "image:f"));
        if (drift.reordered) {
          const shown = drift.images.filter((one) => live.includes(one));
          assert.deepEqual(
            shown,
            live.filter((one) => shown.includes(one)),
          );
        }
        const again = mergeMembers(describe(drift.images));
        assert.deepEqual(again?.unwritable ?? [], unwritable);
        assert.deepEqual(
          [again?.added ?? [], again?.removed ?? [], again?.reordered ?? false],
          [[], [], false],
        );
      }),
      { numRuns: 2000 },
    );
  });

  it("are written into the manifest: taken out, put in at their place, in another order", async (t) => {
    const { dir } = await makeApplied(t);
    const manifest = join(dir, LORAS);
    const files = filesOf(readFileSync(manifest, "utf8"));
    writeFiles(dir, {
      "manifests/picks.yaml": `kind: album
slug: picks
name: Picks
images:
  # the best
  - ref: ${files[0]}
  - ref: ${files[1]} # good
  - ref: ${files[2]}
`,
    });
    assert.equal((await runSync(dir, ["apply", "--yes"])).status, 0);
    const database = open(dir);
    const ids = new Map(files.map((file) => [file, idOf(database, file)]));
    const picks = Number(database.prepare("SELECT id FROM albums WHERE name = 'Picks'").pluck().get());
    const unlink = database.prepare("DELETE FROM album_images WHERE album_id = ? AND image_id = ?");
    unlink.run(picks, ids.get(files[0] as string));
    addLink(database, picks, ids.get(files[4] as string) as number, 9);
    const [plan] = [await runSync(dir, ["plan"])];
    assert.match(plan.stdout, /1 to change/);
    const drift = await runSync(dir, ["adopt", "--drift", "album:picks"]);
    assert.equal(drift.stdout, `~ album:picks images: + ${files[4]}, - ${files[0]}\n`);
    assert.match(
      readFileSync(join(dir, "manifests/picks.yaml"), "utf8"),
      /images:\n {2}- ref: .*\n {2}- ref: .* # good|images:\n {2}- ref: .* # good\n {2}- ref: .*\n {2}- ref: .*\n$/,
    );
    assert.deepEqual(refsOf(dir), [files[1], files[2], files[4]]);
    assert.match((await runSync(dir, ["plan"])).stdout, /^No changes\./m);
    assert.equal((await runSync(dir, ["apply", "--yes"])).status, 0);
    // The backend shows links in the order in which they were made.
    database
      .prepare("UPDATE album_images SET id = id + 1000 WHERE album_id = ? AND image_id = ?")
      .run(picks, ids.get(files[1] as string));
    assert.match((await runSync(dir, ["plan"])).stdout, /order/);
    assert.equal(
      (await runSync(dir, ["adopt", "--drift"])).stdout,
      "~ album:picks images: in another order\n",
    );
    assert.deepEqual(refsOf(dir), [files[2], files[4], files[1]]);
    assert.match((await runSync(dir, ["plan"])).stdout, /^No changes\./m);
    assert.match((await runSync(dir, ["adopt", "--drift"])).stdout, /^Nothing that a manifest declares/);
    const home = Number(database.prepare("SELECT id FROM albums WHERE name = 'LoRA tests'").pluck().get());
    unlink.run(home, ids.get(files[3] as string));
    const { stderr } = await runSync(dir, ["adopt", "--drift"]);
    assert.match(
      stderr,
      /warning\[drift-not-written\] .* was removed from album:lora-experiments\/lora-tests/,
    );
  });

  it("are written into JSON Lines files as well", async (t) => {
    const { dir } = await makeApplied(t);
    const files = filesOf(readFileSync(join(dir, LORAS), "utf8"));
    const line = (file: string | undefined): string => `{"ref": "${file}"}\n`;
    writeFiles(dir, {
      "manifests/picks.yaml":
        "kind: album\nslug: picks\nname: Picks\nimages: { jsonl: [picks-1.jsonl, picks-2.jsonl] }\n",
      "manifests/picks-1.jsonl": `${line(files[0])}\n${line(files[1])}`,
      "manifests/picks-2.jsonl": `${line(files[2])}${line(files[3])}`,
    });
    assert.equal((await runSync(dir, ["apply", "--yes"])).status, 0);
    const database = open(dir);
    const picks = Number(database.prepare("SELECT id FROM albums WHERE name = 'Picks'").pluck().get());
    const move = database.prepare(
      "UPDATE album_images SET id = id + 1000 WHERE album_id = ? AND image_id = ?",
    );
    move.run(picks, idOf(database, files[0] as string));
    addLink(database, picks, idOf(database, files[4] as string), 9);
    const { stdout } = await runSync(dir, ["adopt", "--drift"]);
    assert.equal(stdout, `~ album:picks images: + ${files[4]}, in another order\n`);
    const read = (name: string): string => readFileSync(join(dir, "manifests", name), "utf8");
    assert.equal(read("picks-1.jsonl"), line(files[1]) + line(files[2]));
    assert.equal(read("picks-2.jsonl"), `${line(files[3])}${line(files[0])}{"ref":"${files[4]}"}\n`);
    assert.match((await runSync(dir, ["plan"])).stdout, /^No changes\./m);
  });
});

describe("labels edited in the database", () => {
  it("join what is declared: what others did since counts, what the manifest did since stays", () => {
    const label = fc.record({
      text: fc.constantFrom("", "a", "b", "c"),
      type: fc.constantFrom("tag", "odd"),
    });
    const labels = fc.uniqueArray(label, { selector: ({ text, type }) => text + type });
    fc.assert(
      fc.property(labels, labels, labels, (all, recorded, live) => {
        const declared = all.filter(({ text, type }) => text !== "" && type === "tag");
        const rows = live.map((one) => ({ ...one, ours: false }));
        const drift = mergeLabels(declared, recorded, rows);
        const again = mergeLabels(drift?.labels ?? declared, recorded, rows);
        assert.deepEqual([again?.added ?? [], again?.removed ?? []], [[], []]);
        const has = (
          list: readonly { text: string; type: string }[],
          { text, type }: { text: string; type: string },
        ) => list.some((one) => one.text === text && one.type === type);
        for (const one of [...declared, ...live]) {
          const before = has(recorded, one);
          const expected =
            has(declared, one) && (!before || has(live, one))
              ? true
              : !has(declared, one) && has(live, one) && !before && one.text !== "" && one.type === "tag";
          assert.equal(has(drift?.labels ?? declared, one), expected);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("are written into the manifest where it declares labels, and nowhere else", async (t) => {
    const { dir } = await makeApplied(t);
    const manifest = join(dir, LORAS);
    const before = readFileSync(manifest, "utf8");
    const files = filesOf(before);
    const labelled = before.replace(
      /(sha256: .*\n)/,
      "$1    labels: [{ text: owl, type: tag }, { text: night, type: tag }] # seen\n",
    );
    writeFileSync(manifest, labelled);
    assert.equal((await runSync(dir, ["apply", "--yes"])).status, 0);
    const database = open(dir);
    const add = database.prepare(
      "INSERT INTO labels (image_id, label_text, label_type, created_by) VALUES (?, ?, ?, 'ana')",
    );
    for (const file of files.slice(0, 2)) add.run(idOf(database, file), "forest", "manual");
    add.run(idOf(database, files[0] as string), "x", "odd");
    const { stdout, stderr } = await runSync(dir, ["adopt", "--drift"]);
    assert.equal(stdout, `~ image:${files[0]} labels: + forest (manual)\n`);
    assert.match(stderr, /warning\[drift-not-written\] The label "x" of .* has the type "odd"/);
    const grown = labelled.replace(
      "type: tag }] # seen",
      "type: tag }, { text: forest, type: manual }] # seen",
    );
    assert.equal(readFileSync(manifest, "utf8"), grown, "nothing else changed");
    assert.match((await runSync(dir, ["plan"])).stdout, /^No changes\./m);
    assert.equal((await runSync(dir, ["apply", "--yes"])).status, 0);
    database.prepare("DELETE FROM labels WHERE label_text = 'owl'").run();
    assert.match((await runSync(dir, ["plan"])).stdout, /1 to change/);
    const removed = await runSync(dir, ["adopt", "--drift", `image:${files[0]}`]);
    assert.equal(removed.stdout, `~ image:${files[0]} labels: - owl (tag)\n`);
    assert.match((await runSync(dir, ["plan"])).stdout, /^No changes\./m);
  });
});

function filesOf(manifest: string): readonly string[] {
  return Array.from(manifest.matchAll(/^ {2}- file: (.*)$/gm), ([, file]) => String(file));
}

function refsOf(dir: string): readonly string[] {
  const text = readFileSync(join(dir, "manifests/picks.yaml"), "utf8");
  return Array.from(text.matchAll(/- ref: (\S+)/g), ([, file]) => String(file));
}

function idOf(database: Database.Database, file: string): number {
  const id = database.prepare("SELECT id FROM images WHERE file_path LIKE ?").pluck().get(`%/${file}`);
  return Number(id);
}
