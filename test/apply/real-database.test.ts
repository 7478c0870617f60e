import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { type ApplyOptions, type ApplyPorts, applyPlan } from "../../src/apply/apply.js";
import { makeThumbnails } from "../../src/apply/thumbnails.js";
import type { DatabaseHandle } from "../../src/db/connection/connect.js";
import { createThumbnailQueue } from "../../src/db/queue/thumbnail-queue.js";
import { observe } from "../../src/db/read/observe.js";
import { createThumbnailMaker } from "../../src/images/thumbnails.js";
import { nameOf } from "../../src/model/address.js";
import { isEmptyPlan, type Plan } from "../../src/model/plan.js";
import type { Resource } from "../../src/model/resource.js";
import { planChanges } from "../../src/plan/plan.js";
import { openMigrated, querySql, RUN, target } from "../support/database.js";
import { albumOf, estateOf, imageOf, planOptions } from "../support/memory-observation.js";
import { tickingClock } from "../support/memory-queue.js";
import { drawQuadrants, hashBytes, readQuadrants } from "../support/pictures.js";
import { makeTempDir } from "../support/temp-dir.js";

const FILES = Array.from({ length: 12 }, (_, index) => `a/${String(index).padStart(2, "0")}.png`);
const OPTIONS: ApplyOptions = {
  thumbnails: true,
  workers: 3,
  retryFailed: false,
  skipBlocked: false,
  run: RUN,
};

/** A database, a folder of pictures and what is needed to plan and apply. */
class Bench {
  readonly assets: string;
  readonly media: string;
  readonly handle: DatabaseHandle;
  readonly maker: ApplyPorts["maker"];
  readonly #clock = tickingClock(0.01);

  constructor(t: TestContext, handle: DatabaseHandle) {
    this.assets = makeTempDir(t);
    this.media = makeTempDir(t);
    this.handle = handle;
    const settings = { mediaDir: this.media, effort: 0, pixelsInFlight: 1_000_000, showPath: () => "x.png" };
    this.maker = createThumbnailMaker(settings);
  }

  /** Draws the pictures and declares them in one album. */
  async declare(files: readonly string[], order = "rgby"): Promise<readonly Resource[]> {
    const images = files.map(async (file) => {
      const bytes = await drawQuadrants(40, 30, order).png().toBuffer();
      writeFileSync(join(this.assets, file.replace("/", "-")), bytes);
      return imageOf(file, { sha256: hashBytes(bytes), bytes: bytes.length, width: 40, height: 30 });
    });
    return [albumOf("a", files), ...(await Promise.all(images))];
  }

  plan(resources: readonly Resource[], prune = false): Promise<Plan> {
    const options = planOptions({ recipe: this.maker.recipe, prune, allowDeletes: 100 });
    return observe(this.handle, { estate: "main", hashFile: () => null }, (observation) =>
      planChanges(estateOf(...resources), observation, options),
    );
  }

  ports(more: Partial<ApplyPorts> = {}): ApplyPorts {
    return {
      rows: target(this.handle),
      queue: createThumbnailQueue(this.handle, "main"),
      maker: this.maker,
      resolveAsset: (address) => join(this.assets, nameOf(address).replace("/", "-")),
      clock: this.#clock,
      onProgress: () => {},
      signal: new AbortController().signal,
      ...more,
    };
  }

  get thumbnails(): readonly string[] {
    return readdirSync(join(this.media, "thumbnails")).sort();
  }

  get expected(): readonly string[] {
    return querySql(this.handle, "SELECT id FROM images")
      .map(({ id }) => `${id}.webp`)
      .sort();
  }

  runs(): readonly unknown[] {
    return querySql(this.handle, "SELECT state FROM sync_runs ORDER BY id").map(({ state }) => state);
  }
}

describe("applying to a real database", () => {
  it("leaves nothing to plan, and one thumbnail for each row", async (t) => {
    const bench = new Bench(t, await openMigrated(t));
    const resources = await bench.declare(FILES);
    const report = await applyPlan(await bench.plan(resources), bench.ports(), OPTIONS);
    assert.deepEqual([report.state, report.actions.create, report.thumbnails.made], ["complete", 13, 12]);
    assert.deepEqual(bench.thumbnails, bench.expected);
    const paths = querySql(bench.handle, "SELECT id, thumbnail_path FROM images");
    assert.ok(paths.every(({ id, thumbnail_path }) => thumbnail_path === `thumbnails/${id}.webp`));
    const shown = querySql(
      bench.handle,
      "SELECT filename FROM album_images JOIN images i ON i.id = image_id ORDER BY album_images.id",
    );
    assert.deepEqual(
      shown.map(({ filename }) => filename),
      FILES.map((file) => file.replace("/", "__")),
    );
    assert.ok(isEmptyPlan(await bench.plan(resources)));
    assert.deepEqual(bench.runs(), ["complete"]);
    const history = querySql(bench.handle, "SELECT address, action FROM sync_changes ORDER BY address");
    assert.deepEqual(
      history.map(({ address, action }) => `${action} ${address}`),
      resources.map(({ address }) => `create ${address}`),
    );
  });

  it("goes on where an interrupted run stopped", async (t) => {
    const bench = new Bench(t, await openMigrated(t));
    const resources = await bench.declare(FILES);
    const stop = new AbortController();
    const maker: ApplyPorts["maker"] = {
      ...bench.maker,
      make: async (job, file) => {
        const made = await bench.maker.make(job, file);
        if (nameOf(job.address) === FILES[4]) stop.abort();
        return made;
      },
    };
    const first = await applyPlan(
      await bench.plan(resources),
      bench.ports({ maker, signal: stop.signal }),
      OPTIONS,
    );
    assert.equal(first.state, "interrupted");
    const { made, notAttempted } = first.thumbnails;
    assert.ok(made >= 3 && made + notAttempted === 12, `${made} made, ${notAttempted} not attempted`);
    assert.equal((await bench.plan(resources)).summary.thumbnails.make, notAttempted);
    const second = await applyPlan(await bench.plan(resources), bench.ports(), OPTIONS);
    assert.deepEqual([second.state, second.thumbnails.made], ["complete", notAttempted]);
    assert.deepEqual(bench.thumbnails, bench.expected);
    assert.deepEqual(bench.runs(), ["interrupted", "complete"]);
  });

  it("records a missing and a damaged picture, and makes them when they are repaired", async (t) => {
    const bench = new Bench(t, await openMigrated(t));
    const resources = await bench.declare(FILES);
    const whole = readFileSync(join(bench.assets, "a-03.png"));
    writeFileSync(join(bench.assets, "a-03.png"), whole.subarray(0, 60));
    const ports = bench.ports({
      resolveAsset: (address) =>
        join(bench.assets, nameOf(address) === FILES[7] ? "nowhere.png" : nameOf(address).replace("/", "-")),
    });
    const report = await applyPlan(await bench.plan(resources), ports, OPTIONS);
    assert.deepEqual([report.state, report.thumbnails.made], ["partial", 10]);
    assert.deepEqual(
      report.thumbnails.failed.map(({ address, error }) => `${address} ${error.slice(0, 18)}`),
      ["image:a/03.png x.png is damaged o", "image:a/07.png x.png does not exi"],
    );
    assert.ok(isEmptyPlan(await bench.plan(resources)), "a failure is settled until something changes");
    writeFileSync(join(bench.assets, "a-03.png"), whole);
    const retry = await applyPlan(await bench.plan(resources), bench.ports(), {
      ...OPTIONS,
      retryFailed: true,
    });
    assert.deepEqual([retry.state, retry.thumbnails.made], ["complete", 2]);
    assert.deepEqual(bench.thumbnails, bench.expected);
    assert.deepEqual(bench.runs(), ["partial", "complete"]);
  });

  it("makes a thumbnail anew when the bytes change, and removes those of deleted images", async (t) => {
    const bench = new Bench(t, await openMigrated(t));
    await applyPlan(await bench.plan(await bench.declare(FILES)), bench.ports(), OPTIONS);
    const fewer = [...(await bench.declare(FILES.slice(0, 2), "ybgr"))];
    const report = await applyPlan(await bench.plan(fewer, true), bench.ports(), OPTIONS);
    assert.deepEqual([report.actions.delete, report.thumbnails.removed, report.thumbnails.made], [10, 10, 2]);
    assert.deepEqual(bench.thumbnails, bench.expected);
    for (const name of bench.thumbnails)
      assert.equal(await readQuadrants(readFileSync(join(bench.media, "thumbnails", name))), "ybgr");
    assert.ok(isEmptyPlan(await bench.plan(fewer, true)));
  });

  it("shares the queue between two runs without making anything twice", async (t) => {
    const bench = new Bench(t, await openMigrated(t));
    const resources = await bench.declare(FILES);
    await applyPlan(await bench.plan(resources), bench.ports(), { ...OPTIONS, thumbnails: false });
    const once = { workers: 1, retryFailed: false };
    const both = await Promise.all([
      makeThumbnails(bench.ports(), once),
      makeThumbnails(bench.ports(), once),
    ]);
    assert.equal(both[0].made + both[1].made, 12);
    assert.ok(both.every(({ made, notAttempted }) => made > 0 && notAttempted === 0));
    assert.deepEqual(bench.thumbnails, bench.expected);
  });
});
