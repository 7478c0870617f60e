import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { addAlbum, addImage, open } from "../support/adopt-project.js";
import { drawNoise } from "../support/pictures.js";
import { writeFiles } from "../support/project.js";
import { createWorkspace, type Workspace } from "../support/transcript.js";

describe("the files of adopted images", () => {
  it("stay where they are when the images are deleted: they are originals", async (t) => {
    const workspace = await adoptUploads(t);
    await prune(workspace);
    await checkLeft(workspace, ["first.png", "second.png"]);
  });

  it("stay as well after they were moved", async (t) => {
    const workspace = await adoptUploads(t);
    await succeed(workspace, "mv data/legacy/trip/first.png data/legacy/trip/begin.png");
    await succeed(workspace, "sed -i 's#trip/first.png#trip/begin.png#' manifests/adopted/trip.yaml");
    assert.match(await succeed(workspace, "sync apply --yes"), /1 moved/);
    await prune(workspace);
    await checkLeft(workspace, ["begin.png", "second.png"]);
  });
});

/** A project that adopted an album of two uploads, whose rows have names of their own. */
async function adoptUploads(t: TestContext): Promise<Workspace> {
  const workspace = createWorkspace([]);
  t.after(workspace.remove);
  const { dir } = workspace;
  const files = ["first.png", "second.png"];
  writeFiles(dir, {
    "sync.config.yaml": "estate: main\n",
    "data/legacy/.album-sync-root": "main\n",
    "manifests/keep.yaml": "kind: album\nslug: keep\nname: Keep\ntype: upload\nimages: []\n",
  });
  for (const [seed, name] of files.entries())
    writeFiles(dir, { [`data/legacy/trip/${name}`]: await drawNoise(8, 8, seed).png().toBuffer() });
  await succeed(workspace, "sync apply --yes");
  const database = open(dir);
  const album = addAlbum(database, "Trip", "upload");
  for (const [index, name] of files.entries())
    addImage(database, album, index, `up_${name}`, join(dir, "data/legacy/trip", name));
  database.close();
  await succeed(workspace, "sync adopt --all");
  assert.match(await succeed(workspace, "sync apply --yes"), /3 adopted/);
  return workspace;
}

async function prune(workspace: Workspace): Promise<void> {
  await succeed(workspace, "rm -r manifests/adopted");
  assert.match(
    await succeed(workspace, "sync apply --prune --delete-foreign --allow-deletes 2 --yes"),
    /3 deleted/,
  );
}

async function checkLeft(workspace: Workspace, files: readonly string[]): Promise<void> {
  const stdout = await succeed(workspace, "sync gc --yes");
  for (const file of files) assert.ok(existsSync(join(workspace.dir, "data/legacy/trip", file)), stdout);
  assert.match(stdout, /^0 files to move to the trash, 2 other undeclared files left\.$/m);
}

async function succeed(workspace: Workspace, line: string): Promise<string> {
  const { status, stdout, stderr } = await workspace.run(line);
  assert.equal(status, 0, `${line}: ${stdout}${stderr}`);
  return stdout;
}
