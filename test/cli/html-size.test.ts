import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { runHere } from "../support/crash-runs.js";
import { makePictureProject } from "../support/picture-project.js";
import { drawNoise } from "../support/pictures.js";

const IMAGES = 1000;
const MOST_BYTES = 20 * 1024 * 1024;

it("a report of many pictures stays below 20 MB and says how many it leaves out", async (t) => {
  const picture = await drawNoise(160, 160).png().toBuffer();
  const files = Array.from({ length: IMAGES }, (_, index) => ({
    file: `art/${index}.png`,
    // Bytes after the end of a PNG change its hash and nothing else.
    bytes: Buffer.concat([picture, Buffer.from(String(index))]),
    declared: { width: 160, height: 160 },
  }));
  const dir = makePictureProject(t, files);
  const report = join(dir, "plan.html");
  await runHere(dir, ["plan", "--format", "html", "--report", report], "2026-01-01T00:00:00.000Z");
  const html = readFileSync(report, "utf8");
  assert.ok(html.length < MOST_BYTES, String(html.length));
  const shown = html.match(/<img src="data:/g)?.length ?? 0;
  const leftOut = Number(
    />([\d,]+) images of this plan are shown without a picture/.exec(html)?.[1]?.replaceAll(",", ""),
  );
  assert.ok(shown > 500, String(shown));
  assert.equal(shown + leftOut, IMAGES);
});
