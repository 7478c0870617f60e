import assert from "node:assert/strict";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { makePictureProject } from "../../support/picture-project.js";
import { drawQuadrants } from "../../support/pictures.js";
import { makeTempDir } from "../../support/temp-dir.js";
import { canTrace, traceSync } from "../../support/trace.js";

describe("a training set", () => {
  it("is on the disk, files and names, before its folder gets its name", async (t) => {
    if (!canTrace()) {
      t.skip("there is no strace here, or it may not be used");
      return;
    }
    const bytes = await drawQuadrants(8, 8).png().toBuffer();
    const dir = makePictureProject(t, [
      { file: "a.png", bytes, declared: { prompt: "a" } },
      { file: "b.png", bytes: Buffer.concat([bytes, Buffer.from([1])]) },
    ]);
    for (const format of ["kohya", "imagefolder", "webdataset"]) {
      const words = ["export", "art", "--any-album", "--format", format, "--out", `sets/${format}`];
      const calls = traceSync(dir, words, join(makeTempDir(t), "trace"));
      const temporary = join(dir, `sets/.${format}.tmp`);
      const named = calls.findIndex(
        ({ name, text }) => name.startsWith("rename") && text.includes(temporary),
      );
      assert.ok(named > 0, format);
      const flushed = calls
        .slice(0, named)
        .flatMap(({ name, text }) => (name === "fsync" ? pathOf(text) : []));
      const out = join(dir, "sets", format);
      const made = ["", ...readdirSync(out, { recursive: true, encoding: "utf8" })];
      assert.ok(made.some((name) => statSync(join(out, name)).isFile()));
      for (const name of made) assert.ok(flushed.includes(join(temporary, name)), `${format}: ${name}`);
      const after = calls.slice(named).flatMap(({ name, text }) => (name === "fsync" ? pathOf(text) : []));
      assert.deepEqual(after, [join(dir, "sets")]);
    }
  });
});

function pathOf(text: string): readonly string[] {
  const path = /^fsync\(\d+<([^>]*)>\)/.exec(text)?.[1];
  return path === undefined ? [] : [path];
}
