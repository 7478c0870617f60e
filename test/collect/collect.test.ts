import assert from "node:assert/strict";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it, type TestContext } from "node:test";
import fc from "fast-check";
import { writeReplica } from "../../sample/legacy/replica.js";
import { listTree, readTree, runSync, snapshotTimes } from "../support/collect-project.js";
import { PROJECT_DIR } from "../support/paths.js";
import { makeProject } from "../support/project.js";
import { makeTempDir } from "../support/temp-dir.js";

const KILLER = "kill-at-staging";
const DECK = "card_deck_20251013_213149";
const MANIFEST = `manifests/legacy/decks/card-deck-20251013-213149.yaml`;

let master = "";
before(async () => {
  master = mkdtempSync(join(tmpdir(), "album-sync-replica-"));
  await writeReplica(master, PROJECT_DIR);
});
after(() => rmSync(master, { recursive: true, force: true }));

describe("collecting a legacy tree", () => {
  it("stages each image with its sidecar and says what became of every file", async (t) => {
    const { dir, root } = makeReplica(t);
    const sources = readTree(root);
    const dry = await runSync(dir, ["collect", root, "--dry-run"]);
    assert.deepEqual(listTree(dir), ["manifests", "sync.config.yaml"], "a dry run writes nothing");
    const real = await runSync(dir, ["collect", root, "--report", "report.jsonl"]);
    assert.deepEqual([dry.status, dry.stdout], [0, real.stdout], "a dry run says what the real one does");
    assert.match(
      real.stdout,
      /\n359 files seen: 291 staged, 0 unchanged, 0 updated, 68 skipped, 0 failed\.\n$/,
    );
    assert.deepEqual(readTree(root), sources, "sources stay as they are");
    const lines = readFileSync(join(dir, "report.jsonl"), "utf8").trimEnd().split("\n");
    const outcomes = lines
      .map((line) => JSON.parse(line) as { type: string; file: string; staged?: string })
      .filter(({ type }) => type === "file");
    assert.equal(new Set(outcomes.map(({ file }) => file)).size, 359);
    for (const { file, staged } of outcomes) {
      if (staged === undefined) continue;
      assert.deepEqual(readFileSync(join(dir, "data/legacy", staged)), sources.get(file), file);
    }
    assert.equal((await runSync(dir, ["validate", "--assets", "hash"])).status, 0);
  });

  it("changes nothing when it is run again", async (t) => {
    const { dir, root } = makeSmall(t);
    await runSync(dir, ["collect", root]);
    const times = snapshotTimes(dir);
    const again = await runSync(dir, ["collect", root]);
    assert.match(again.stdout, /36 files seen: 0 staged, 30 unchanged, 0 updated, 6 skipped, 0 failed\.\n$/);
    assert.deepEqual(snapshotTimes(dir), times);
    mkdirSync(join(root, "what is this"));
    cpSync(join(root, "lora_tests/Tarot.png"), join(root, "what is this/a.png"));
    assert.equal((await runSync(dir, ["collect", root])).status, 0);
    assert.equal((await runSync(dir, ["collect", root, "--strict"])).status, 6, "a warning");
  });

  it("takes one edited sidecar over and leaves what a person edited", async (t) => {
    const { dir, root } = makeSmall(t);
    await runSync(dir, ["collect", root]);
    const manifest = join(dir, MANIFEST);
    const edited = readFileSync(manifest, "utf8")
      .replace(/^images:$/m, "# Checked by Ana.\nimages:   # in the order of the deck")
      .replace(/prompt: "[^"]*Ace of Spades[^"]*"/, "prompt: 'mine'");
    writeFileSync(manifest, edited);
    editSidecar(root, "20251013_213154_Ace_of_Spades", { prompt: "theirs", steps: 55 });
    const { stdout, status } = await runSync(dir, ["collect", root]);
    assert.equal(status, 0);
    assert.match(stdout, /~ manifests\/legacy\/decks\/card-deck-20251013-213149\.yaml: 1 image changed\n/);
    assert.match(stdout, /kept prompt of .*Ace_of_Spades\.png .*: "mine"; the source says "theirs"/);
    assert.match(stdout, /: 0 staged, 28 unchanged, 2 updated/);
    const lines = readFileSync(manifest, "utf8").split("\n");
    const added = lines.filter((line) => !edited.split("\n").includes(line));
    assert.deepEqual(added, ["    steps: 55"]);
    assert.equal(lines.length, edited.split("\n").length + 1);
    const again = await runSync(dir, ["collect", root]);
    assert.match(again.stdout, /: 0 staged, 30 unchanged, 0 updated/);
    assert.doesNotMatch(again.stdout, /kept/, "what was reported is not reported for ever");
  });

  it("names manifests relative to the project, to programs too", async (t) => {
    const { dir, root } = makeSmall(t);
    const { stdout } = await runSync(dir, ["collect", root, "--json"]);
    const report = JSON.parse(stdout) as { readonly manifests: readonly { readonly file: string }[] };
    assert.deepEqual(
      report.manifests.map(({ file }) => file),
      [MANIFEST, "manifests/legacy/lora-experiments/lora-tests.yaml"],
    );
    assert.ok(!stdout.includes(dir), "no path of this machine");
  });

  it("follows other bytes of a picture", async (t) => {
    const { dir, root } = makeSmall(t);
    await runSync(dir, ["collect", root]);
    cpSync(join(root, "lora_tests/Tarot.png"), join(root, DECK, "20251013_213154_Ace_of_Spades.png"));
    const { stdout } = await runSync(dir, ["collect", root]);
    assert.match(stdout, /: 0 staged, 29 unchanged, 1 updated/);
    assert.match(readFileSync(join(dir, MANIFEST), "utf8"), /height: 720/);
    assert.equal((await runSync(dir, ["validate", "--assets", "hash"])).status, 0);
  });

  it("renames album, folder and manifest with their source folder", async (t) => {
    const { dir, root } = makeSmall(t);
    await runSync(dir, ["collect", root]);
    await runSync(dir, ["apply", "--yes"]);
    renameSync(join(root, DECK), join(root, "card_deck_aborted"));
    const dry = await runSync(dir, ["collect", root, "--dry-run"]);
    const { stdout } = await runSync(dir, ["collect", root]);
    assert.equal(stdout, dry.stdout);
    assert.match(
      stdout,
      /> manifests\/legacy\/decks\/card-deck-aborted\.yaml: renamed from decks\/card-deck-2025/,
    );
    const text = readFileSync(join(dir, "manifests/legacy/decks/card-deck-aborted.yaml"), "utf8");
    assert.match(text, /^slug: decks\/card-deck-aborted\nrenamed_from: decks\/card-deck-20251013-213149\n/m);
    assert.ok(
      !listTree(dir).some(
        (file) => file.includes("213149.yaml") || file.includes("decks/card-deck-20251013-213149"),
      ),
    );
    const plan = await runSync(dir, ["plan"]);
    assert.match(
      plan.stdout,
      /Plan: 0 to add, 0 to change, 10 to move, 0 to adopt, 0 to release, 0 to delete, 0 blocked/,
    );
    const again = await runSync(dir, ["collect", root]);
    assert.match(again.stdout, /: 0 staged, 30 unchanged, 0 updated/);
  });

  it("ends the same when it was killed at twenty points at which it writes", async (t) => {
    const { dir, root } = makeSmall(t);
    const other = makeProject(t, {});
    const count = join(makeTempDir(t), "count");
    await runSync(other, ["collect", root], { preload: KILLER, env: { WRITE_COUNT_FILE: count } });
    const expected = readTree(other);
    const points = Number(readFileSync(count, "utf8"));
    assert.ok(points > 100, `${points}`);
    const strides = fc.sample(fc.integer({ min: 1, max: Math.floor(points / 6) }), {
      numRuns: 20,
      seed: 42,
    });
    let killed = 0;
    for (const point of strides) {
      const { status } = await runSync(dir, ["collect", root], {
        preload: KILLER,
        env: { KILL_AT: String(point) },
      });
      if (status === null) killed++;
    }
    assert.ok(killed >= 15, `only ${killed} of 20 runs were killed`);
    assert.equal((await runSync(dir, ["collect", root])).status, 0);
    assert.deepEqual([...readTree(dir)], [...expected]);
  });

  it("tells two roots apart whose files would lie in one place", async (t) => {
    const { dir, root } = makeReplica(t);
    const second = join(makeTempDir(t), "outputs-2");
    mkdirSync(second);
    const single = listTree(root).find((file) => /^2025\d+_\d+_.*\.png$/.test(file)) as string;
    cpSync(join(root, DECK, "20251013_213154_Ace_of_Spades.png"), join(second, single));
    await runSync(dir, ["collect", root]);
    const { stdout } = await runSync(dir, ["collect", second]);
    assert.match(stdout, /singles\/2025-10\.yaml: 1 image added/);
    assert.equal((await runSync(dir, ["validate", "--assets", "hash"])).status, 0);
    assert.match((await runSync(dir, ["collect", second])).stdout, /1 file seen: 0 staged, 1 unchanged/);
    assert.match((await runSync(dir, ["collect", root])).stdout, /: 0 staged, 291 unchanged/);
  });

  it("links instead of copying when asked, and copies sidecars all the same", async (t) => {
    const { dir, root } = makeSmall(t);
    await runSync(dir, ["collect", root, "--mode", "hardlink"]);
    const name = "20251013_213154_Ace_of_Spades";
    const staged = join(dir, "data/legacy/decks/card-deck-20251013-213149", name.toLowerCase());
    assert.equal(statSync(`${staged}.png`).ino, statSync(join(root, DECK, `${name}.png`)).ino);
    assert.notEqual(statSync(`${staged}.json`).ino, statSync(join(root, DECK, `${name}.json`)).ino);
  });

  it("says that a way of staging is not supported, and stages nothing by another", async (t) => {
    const { dir, root } = makeSmall(t);
    const { status, stderr, stdout } = await runSync(dir, ["collect", root, "--mode", "reflink"]);
    if (status === 0) assert.match(stdout, /30 staged/);
    else {
      assert.match(stderr, /--mode reflink does not work between these folders .*\n.*Use --mode copy/);
      assert.deepEqual(
        listTree(join(dir, "data")).filter((file) => /\.(png|tmp)$/.test(file)),
        [],
      );
    }
  });

  it("reports an image that can't be read and goes on", async (t) => {
    const { dir, root } = makeSmall(t);
    writeFileSync(join(root, DECK, "20251013_213154_Ace_of_Spades.png"), "<html></html>");
    const { status, stdout } = await runSync(dir, ["collect", root]);
    assert.equal(status, 6);
    assert.match(stdout, /error\[.*Ace_of_Spades\.png/);
    assert.match(stdout, /36 files seen: 28 staged, 0 unchanged, 0 updated, 7 skipped, 1 failed\.\n$/);
  });

  it("refuses a root that is not there or empty", async (t) => {
    const dir = makeProject(t, {});
    for (const name of ["nowhere", "empty"]) {
      if (name === "empty") mkdirSync(join(dir, name));
      const { status, stderr } = await runSync(dir, ["collect", name]);
      assert.equal(status, 1);
      assert.match(stderr, new RegExp(name));
    }
  });

  it("replaces a staged link by the file itself", async (t) => {
    const { dir, root } = makeSmall(t);
    await runSync(dir, ["collect", root]);
    const staged = join(dir, "data/legacy/decks/card-deck-20251013-213149/20251013_213154_ace_of_spades.png");
    const source = join(root, DECK, "20251013_213154_Ace_of_Spades.png");
    rmSync(staged);
    symlinkSync(source, staged);
    await runSync(dir, ["collect", root]);
    assert.ok(statSync(staged, { bigint: false }).isFile() && statSync(staged).ino !== statSync(source).ino);
  });

  it("writes flags and license of a rule of the configuration", async (t) => {
    const { dir, root } = makeSmall(t);
    const rule =
      "{ pattern: lora_tests, type: lora-experiment, slug: loras, name: LoRAs, public: true, license: CC-BY-4.0 }";
    writeFileSync(join(dir, "sync.config.yaml"), `estate: main\ncollect:\n  rules:\n    - ${rule}\n`);
    assert.equal((await runSync(dir, ["collect", root])).status, 0);
    const text = readFileSync(join(dir, "manifests/legacy/loras.yaml"), "utf8");
    assert.match(
      text,
      /^public: true\nprovenance:\n {2}source: outputs\/lora_tests\n {2}license: CC-BY-4.0\n/m,
    );
    assert.equal((await runSync(dir, ["validate"])).status, 0);
  });

  it("lets new albums take over what an older import registered", async (t) => {
    const { dir, root } = makeReplica(t);
    await runSync(dir, ["collect", root, "--adopts", "title"]);
    assert.match(readFileSync(join(dir, MANIFEST), "utf8"), /^adopts: Card Deck 20251013 213149$/m);
    assert.match(
      readFileSync(join(dir, "manifests/legacy/singles/2025-10.yaml"), "utf8"),
      /^adopts: Legacy Singles 2025-10$/m,
    );
  });
});

/** A copy of the replica, and a project to collect it into. */
function makeReplica(t: TestContext): { readonly dir: string; readonly root: string } {
  const root = join(makeTempDir(t), "outputs");
  cpSync(join(master, "outputs"), root, { recursive: true, preserveTimestamps: true });
  return { dir: makeProject(t, {}), root };
}

/** The same with 15 images only. */
function makeSmall(t: TestContext): { readonly dir: string; readonly root: string } {
  const root = join(makeTempDir(t), "outputs");
  for (const folder of [DECK, "lora_tests"]) {
    cpSync(join(master, "outputs", folder), join(root, folder), {
      recursive: true,
      preserveTimestamps: true,
    });
  }
  return { dir: makeProject(t, {}), root };
}

function editSidecar(root: string, stem: string, values: object): void {
  const file = join(root, DECK, `${stem}.json`);
  const content = JSON.parse(readFileSync(file, "utf8")) as object;
  writeFileSync(file, JSON.stringify({ ...content, ...values }));
  utimesSync(file, 1_760_000_000, 1_760_000_000);
}
