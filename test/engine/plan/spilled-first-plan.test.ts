import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { DEFAULT_REQUEST, loadPlan, type PlanDepth } from "../../../src/engine/plan/plan.js";
import { createPlanSpill, SPILL } from "../../../src/engine/plan/spill-rooms.js";
import { SpillProblem } from "../../../src/spill/spill-file.js";
import { openQuietly } from "../../support/edit-project.js";
import { makeProject } from "../../support/project.js";
import { makeTempDir } from "../../support/temp-dir.js";

const DEPTH: PlanDepth = { whole: false, requireDatabase: false };
const ALBUMS = 4;
const IMAGES_EACH = 90;
/** Less than the images of two albums, so that those that came first go to the file as well. */
const FROM = 100;

describe("a plan without a database of more images than stay in memory", () => {
  it("is the plan that is made in memory", async (t) => {
    const project = await openQuietly(makeProject(t, listManifests()));
    const kept = await loadPlan(project, DEFAULT_REQUEST, DEPTH);
    const firstRoom = { folder: makeTempDir(t), from: FROM };
    const spilled = await loadPlan(project, DEFAULT_REQUEST, { ...DEPTH, firstRoom });
    assert.equal(kept.plan.summary.actions.create, ALBUMS * (IMAGES_EACH + 1));
    assert.equal(spilled.plan.planId, kept.plan.planId);
    assert.deepEqual(JSON.parse(JSON.stringify(spilled.plan)), JSON.parse(JSON.stringify(kept.plan)));
    const addresses = (images: typeof kept.incoming) => Array.from(images, ({ address }) => address);
    assert.deepEqual(addresses(spilled.incoming), addresses(kept.incoming));
  });

  it("needs its temporary files, and only then", async (t) => {
    const dir = makeProject(t, listManifests());
    const project = await openQuietly(dir);
    const folder = join(dir, "sync.config.yaml");
    await assert.rejects(
      loadPlan(project, DEFAULT_REQUEST, { ...DEPTH, firstRoom: { folder, from: FROM } }),
      SpillProblem,
    );
    const from = ALBUMS * (IMAGES_EACH + 1);
    await loadPlan(project, DEFAULT_REQUEST, { ...DEPTH, firstRoom: { folder, from } });
  });

  it("goes on as other plans do where its manifests have more bytes than fit", async (t) => {
    const dir = makeProject(t, listManifests());
    const files = Object.keys(listManifests()).map((path) => join(dir, path));
    const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
    const roomWith = (mostBytes: number) =>
      createPlanSpill(true, { folder: dir, from: FROM, mostBytes }).chooseImages(files);
    assert.deepEqual([roomWith(bytes).folder, roomWith(bytes).from], [dir, FROM]);
    assert.deepEqual([roomWith(bytes - 1).folder, roomWith(bytes - 1).from], [SPILL.folder, SPILL.from]);
  });
});

function listManifests(): { readonly [path: string]: string } {
  return Object.fromEntries(
    Array.from({ length: ALBUMS }, (_, album) => [`manifests/${album}.yaml`, writeAlbum(album)]),
  );
}

function writeAlbum(album: number): string {
  const images = Array.from({ length: IMAGES_EACH }, (_, index) => {
    const file = `decks/${album}/${String(index).padStart(3, "0")}.png`;
    const facts = `sha256: "${"0".repeat(64)}", bytes: 1, width: 8, height: 8`;
    return `  - { file: ${file}, ${facts}, prompt: No ${index}, labels: [{ text: deck-${index}, type: tag }] }\n`;
  });
  return `kind: album\nslug: decks/${album}\nname: Deck ${album}\ntype: deck\nimages:\n${images.join("")}`;
}
