import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { SavedPlan } from "../../src/model/saved-plan.js";
import { readSavedPlan } from "../../src/saved/read.js";
import { spillInto } from "../../src/spill/spill-buffer.js";
import { type Forgery, forge } from "../support/forger.js";
import { PROJECT_DIR } from "../support/paths.js";
import { createWorkspace, type Workspace } from "../support/transcript.js";
import { FORGED_FIRST } from "./forged-first.js";
import { FORGED_DECLARATIONS, FORGED_LATER, FORGED_OWNERSHIP } from "./forged-later.js";

let workspace: Workspace;
const file = (name: string) => join(workspace.dir, name);

before(() => {
  workspace = createWorkspace([join(PROJECT_DIR, "test/cli/fixtures/project")]);
  writeFileSync(
    file("manifests/kept.yaml"),
    "kind: album\nslug: kept\nname: Kept\nprotect: true\nimages: []\n",
  );
});
after(() => workspace.remove());

async function mustRun(line: string): Promise<void> {
  const { status, stdout, stderr } = await workspace.run(line);
  assert.equal(status, 0, `${line}\n${stdout}${stderr}`);
}

function read(bytes: Buffer) {
  return readSavedPlan([bytes], spillInto({ folder: tmpdir(), from: 2, onPage: 2 }));
}

async function makePlan(options: string): Promise<SavedPlan> {
  await mustRun(`sync plan ${options} --out plan.json`);
  const { plan } = read(readFileSync(file("plan.json")));
  assert.ok(plan !== undefined);
  return plan;
}

/** Every byte of the database and of the thumbnails folder; the names where they are not there. */
function dump(): string {
  const hash = createHash("sha256");
  const thumbnails = file("data/thumbnails");
  const names = existsSync(thumbnails)
    ? readdirSync(thumbnails)
        .sort()
        .map((name) => `data/thumbnails/${name}`)
    : [];
  for (const name of ["data/albums.db", ...names])
    hash.update(name).update(existsSync(file(name)) ? readFileSync(file(name)) : "absent");
  return hash.digest("hex");
}

/** Refused while the file is read, in both of its forms, before a database is opened. */
function assertUnreadable(good: SavedPlan, forgery: Forgery): void {
  for (const asLines of [false, true]) {
    const result = read(forge(good, forgery, asLines));
    assert.equal(
      result.plan === undefined ? result.problem.code : "accepted",
      forgery.code,
      JSON.stringify(result),
    );
  }
}

/** Refused by the real command, which leaves everything as it is. */
async function assertRefused(good: SavedPlan, forgery: Forgery, asLines: boolean, flags = ""): Promise<void> {
  writeFileSync(file("forged.json"), forge(good, forgery, asLines));
  const state = dump();
  const { status, stderr } = await workspace.run(`sync apply forged.json --yes ${flags}`);
  assert.match(`${forgery.name}\n${stderr}`, new RegExp(`^error\\[${forgery.code}\\] `, "m"));
  assert.equal(status, forgery.exit ?? 4, stderr);
  assert.equal(dump(), state);
}

const NOTHING: Forgery = { name: "nothing", code: "", alter: () => {} };

describe("a forged plan", () => {
  it("of a first apply is refused when it is read", async () => {
    const good = await makePlan("");
    for (const asLines of [false, true]) {
      const { plan } = read(forge(good, NOTHING, asLines));
      assert.equal(plan?.planId, good.planId, "the forger knows the format");
    }
    for (const forgery of FORGED_FIRST) assertUnreadable(good, forgery);
  });

  it("that keeps the reviewed id does not pass --expect", async () => {
    const good = await makePlan("");
    const [forgery] = FORGED_FIRST as [Forgery];
    for (const asLines of [false, true])
      await assertRefused(good, forgery, asLines, `--expect ${good.planId}`);
    assert.equal(existsSync(file("data/albums.db")), false);
  });

  it("of a first apply writes only what manifests declare", async () => {
    const good = await makePlan("");
    for (const [index, forgery] of FORGED_DECLARATIONS.entries())
      await assertRefused(good, forgery, index % 2 > 0);
    assert.equal(existsSync(file("data/albums.db")), false);
  });

  it("of a later apply is refused as well, and changes and deletes only what is owned", async () => {
    await mustRun("sync apply --yes");
    await mustRun(
      `sql "INSERT INTO images (filename, file_path, is_nsfw, is_public) VALUES ('upload.png', '/u.png', 0, 0)"`,
    );
    await mustRun(
      "sed -i 's/A red hill/A reddish hill/; /green_wood/,$d' manifests/albums/walks.yaml; rm manifests/kept.yaml manifests/sets/elements.yaml",
    );
    const good = await makePlan("--prune --allow-deletes 1");
    assert.deepEqual([...good.changes].map(({ action, kind }) => `${action} ${kind}`).sort(), [
      "delete image",
      "delete set-template",
      "update image",
    ]);
    for (const forgery of FORGED_LATER) assertUnreadable(good, forgery);
    for (const [index, forgery] of FORGED_OWNERSHIP.entries())
      await assertRefused(good, forgery, index % 2 > 0);
    await mustRun(`sync apply plan.json --yes --skip-blocked --expect ${good.planId}`);
    await mustRun("sync apply plan.json --yes --skip-blocked");
  });
});
