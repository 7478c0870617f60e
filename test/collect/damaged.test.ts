import assert from "node:assert/strict";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import fc from "fast-check";
import { findDamage } from "../../src/collect/facts/completeness.js";
import { listChunks } from "../../src/collect/recipes/containers/png-texts.js";
import { listTree, runSync } from "../support/collect-project.js";
import { drawNoise } from "../support/pictures.js";
import { makeProject } from "../support/project.js";
import { LAW_RUNS } from "../support/runs.js";
import { makeTempDir } from "../support/temp-dir.js";

describe("a damaged PNG", () => {
  it("is found wherever a byte of a chunk that it needs is wrong", async () => {
    const png = await drawNoise(40, 40).png().toBuffer();
    assert.equal(findDamage(png, "image/png"), undefined);
    const chunks = [...listChunks(png)].filter(({ type }) => /^[A-Z]/.test(type));
    // Type, data and checksum: the length is what the next chunk is found by.
    const place = fc
      .constantFrom(...chunks)
      .chain(({ at, data }) => fc.integer({ min: at + 4, max: at + 11 + data.length }));
    fc.assert(
      fc.property(place, fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const broken = Buffer.from(png);
        broken[at] = (png[at] as number) ^ flip;
        // A first letter that becomes small makes it a chunk that others may skip: then it is the end or the pixels that lack.
        const becameOptional = chunks.some((chunk) => chunk.at + 4 === at) && (flip & 0x20) !== 0;
        assert.ok(becameOptional || findDamage(broken, "image/png") !== undefined, String(at));
      }),
      { numRuns: LAW_RUNS },
    );
  });

  it("is reported by collect and not staged, few and many at once, and what follows the pixels does no harm", async (t) => {
    const root = join(makeTempDir(t), "outputs");
    mkdirSync(join(root, "lora_tests"), { recursive: true });
    const png = await drawNoise(40, 40).png().toBuffer();
    const flip = (type: string, offset: number) => {
      const broken = Buffer.from(png);
      const { at } = [...listChunks(png)].find((chunk) => chunk.type === type) ?? assert.fail(type);
      broken.writeUInt8(broken.readUInt8(at + offset) ^ 1, at + offset);
      return broken;
    };
    const pictures = {
      "pixels.png": flip("IDAT", 600),
      "header.png": flip("IHDR", 11),
      "end.png": flip("IEND", 9),
      "whole.png": png,
      "tail.png": Buffer.concat([png, Buffer.from("something behind it")]),
    };
    const write = () => {
      for (const [name, bytes] of Object.entries(pictures))
        writeFileSync(join(root, "lora_tests", name), bytes);
    };
    write();
    for (let copy = 0; copy < 450; copy++) {
      const bytes = await drawNoise(4, 4, copy).png().toBuffer();
      writeFileSync(join(root, "lora_tests", `${copy}.png`), bytes);
    }
    const dir = makeProject(t, {});
    const first = await runSync(dir, ["collect", root]);
    const said = first.stdout + first.stderr;
    assert.equal(first.status, 6, said);
    for (const name of ["pixels.png", "header.png", "end.png"])
      assert.match(said, new RegExp(`\\[damaged\\].*${name}.*(checksum|damaged)`), said);
    const staged = listTree(join(dir, "data/legacy")).filter((file) => file.endsWith(".png"));
    assert.equal(staged.length, 452);
    assert.ok(!staged.some((file) => /pixels|header|end/.test(file)));
    assert.ok(existsSync(join(root, "lora_tests/pixels.png")), "a source is left alone");
  });
});
