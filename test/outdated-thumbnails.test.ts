import assert from "node:assert/strict";
import { existsSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import type { Plan } from "../src/model/plan.js";
import { type BackendProject, makeBackendProject } from "./support/backend-project.js";

/** The image with the highest id, and the manifest that declares it alone. */
const LAST = 4;
const LEO = "image:outputs/zodiac__leo.png";

/** A database of the backend that is adopted and applied, with a thumbnail for each image. */
async function makeAdopted(t: TestContext): Promise<BackendProject & { readonly thumbnail: string }> {
  const project = await makeBackendProject(t, "C");
  // Without a gap before it, so that the next image gets its id.
  project.query(`UPDATE images SET id = ${LAST} WHERE id = 7 RETURNING 1`);
  project.query(`UPDATE album_images SET image_id = ${LAST} WHERE image_id = 7 RETURNING 1`);
  for (const line of ["init -q", "db migrate", "adopt --all", "apply --yes"])
    await project.succeed(`sync ${line}`);
  return { ...project, thumbnail: join(project.dir, `data/thumbnails/${LAST}.webp`) };
}

/** The last image is deleted in the UI, an upload gets its id, and its entry is taken out of the manifests. */
async function replaceLast(project: BackendProject): Promise<void> {
  project.deleteImage(LAST);
  assert.equal(await project.upload("beach.jpg"), LAST);
  await project.succeed("rm manifests/adopted/zodiac-20251013-204136.yaml");
}

async function listThumbnails(project: BackendProject): Promise<Plan["thumbnails"]> {
  return (JSON.parse((await project.succeed("sync plan --json")).stdout) as Plan).thumbnails;
}

const recordOf = (project: BackendProject) =>
  project.query(`SELECT state FROM sync_thumbnails WHERE image_id = ${LAST}`);

describe("a thumbnail whose row is another image by now", () => {
  it("is planned to go, and goes with the next apply; the upload stays as it is", async (t) => {
    const project = await makeAdopted(t);
    const old = await project.view(LAST);
    await replaceLast(project);
    assert.deepEqual(await project.view(LAST), old, "the backend shows the deleted image");
    const upload = project.row(LAST);
    const reason = "its row was deleted in the database; row 4 is beach.jpg now";
    assert.deepEqual(await listThumbnails(project), [
      { address: LEO, action: "remove", sha256: null, reason },
    ]);

    const applied = await project.succeed("sync apply --yes");
    assert.match(applied.stdout, /1 to remove/);
    assert.match(applied.stdout, /Apply complete\..* 1 removed/);
    assert.ok(!existsSync(project.thumbnail));
    assert.deepEqual(recordOf(project), []);
    assert.deepEqual(project.row(LAST), upload);
    assert.deepEqual(await listThumbnails(project), []);
    assert.notDeepEqual(await project.view(LAST), old, "the backend makes the thumbnail of the upload");
  });

  it("is found also when the marks of what others changed are gone", async (t) => {
    const project = await makeAdopted(t);
    project.deleteImage(LAST);
    assert.equal(await project.upload("beach.jpg"), LAST);
    await project.run("sync apply --yes --skip-blocked --no-thumbnails");
    assert.equal((await listThumbnails(project)).length, 1);
    await project.succeed("rm manifests/adopted/zodiac-20251013-204136.yaml");
    await project.succeed("sync apply --yes --no-thumbnails");
    assert.deepEqual(project.query("SELECT * FROM sync_dirty WHERE table_name = 'images'"), []);
    assert.equal((await listThumbnails(project)).length, 1);
  });

  it("goes with sync thumbnails, also when something is blocked", async (t) => {
    const project = await makeAdopted(t);
    project.deleteImage(LAST);
    assert.equal(await project.upload("beach.jpg"), LAST);
    assert.equal((await project.run("sync apply --yes")).status, 5);
    assert.ok(existsSync(project.thumbnail), "a refused apply writes nothing");
    assert.match((await project.succeed("sync thumbnails")).stdout, /1 removed/);
    assert.ok(!existsSync(project.thumbnail));
    assert.deepEqual(recordOf(project), []);
  });

  it("is reported by sync verify, which removes it", async (t) => {
    const project = await makeAdopted(t);
    await replaceLast(project);
    const upload = project.row(LAST);
    const found = await project.run("sync verify");
    assert.equal(found.status, 1);
    const summary = "thumbnails/4.webp showed zodiac__leo.png, but row 4 is beach.jpg now";
    assert.ok(found.stdout.includes(`error[thumbnail-outdated] ${summary}`), found.stdout);
    assert.ok(!existsSync(project.thumbnail));
    assert.deepEqual(recordOf(project), []);
    assert.deepEqual(project.row(LAST), upload);
    assert.doesNotMatch((await project.run("sync verify")).stdout, /thumbnail-outdated/);
  });

  it("goes too when no image has the id, before one gets it", async (t) => {
    const project = await makeAdopted(t);
    project.deleteImage(LAST);
    await project.succeed("rm manifests/adopted/zodiac-20251013-204136.yaml");
    const [removal] = await listThumbnails(project);
    assert.equal(removal?.reason, "its row was deleted in the database");
    await project.succeed("sync apply --yes");
    assert.ok(!existsSync(project.thumbnail));
    assert.deepEqual(recordOf(project), []);
  });
});

describe("the thumbnail that the backend made for an upload", () => {
  it("stays, and only our record of the deleted image goes", async (t) => {
    const project = await makeAdopted(t);
    await project.succeed(`rm ${project.thumbnail}`);
    await replaceLast(project);
    const shown = await project.view(LAST);
    const upload = project.row(LAST);
    assert.match((await project.succeed("sync apply --yes")).stdout, /0 failed, in/);
    assert.deepEqual(await project.view(LAST), shown);
    assert.deepEqual(project.row(LAST), upload);
    assert.deepEqual(recordOf(project), []);
    assert.deepEqual(await listThumbnails(project), []);
  });

  it("is told by its time when an earlier version kept no digest, and left when that tells nothing", async (t) => {
    const project = await makeAdopted(t);
    await replaceLast(project);
    project.query("UPDATE sync_thumbnails SET file_sha256 = NULL RETURNING 1");
    const bytes = readFileSync(project.thumbnail);
    utimesSync(project.thumbnail, new Date(), new Date(Date.now() + 60_000));
    const applied = await project.succeed("sync thumbnails");
    assert.match(applied.stdout, /1 unsure/);
    assert.deepEqual(readFileSync(project.thumbnail), bytes);
    const found = await project.run("sync verify");
    assert.match(found.stdout, /thumbnail-outdated\] thumbnails\/4\.webp may show zodiac__leo\.png/);
    assert.deepEqual(await listThumbnails(project), [], "a plan lists what will be done");
    assert.deepEqual(readFileSync(project.thumbnail), bytes);

    utimesSync(project.thumbnail, new Date(0), new Date(0));
    await project.succeed("sync thumbnails");
    assert.ok(!existsSync(project.thumbnail));
    writeFileSync(project.thumbnail, "of the backend");
    await project.run("sync verify");
    assert.ok(existsSync(project.thumbnail));
  });
});
