import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { DEFAULT_LIMITS } from "../../src/images/header.js";
import { createInspector } from "../../src/images/inspect.js";
import { extensionOf, hasExtensionOf } from "../../src/images/media-type.js";
import { countDifferences, parseHash } from "../../src/images/perceptual-hash.js";
import { ImageProblem } from "../../src/images/problem.js";
import { drawNoise, drawQuadrants, forgePng } from "../support/pictures.js";
import { makeTempDir } from "../support/temp-dir.js";

const inspect = createInspector(DEFAULT_LIMITS);

describe("inspecting a picture", () => {
  it("gives its facts, and a hash that format and scale hardly change", async (t) => {
    const dir = makeTempDir(t);
    const look = async (name: string, bytes: Buffer) => {
      writeFileSync(join(dir, name), bytes);
      return inspect(join(dir, name), name);
    };
    const picture = drawNoise(24, 24, 5).resize(256, 256, { kernel: "cubic" });
    const png = await look("a.png", await picture.clone().png().toBuffer());
    assert.equal(png.facts.mediaType, "image/png");
    assert.equal(png.facts.width, 256);
    const jpeg = await look("a.jpg", await picture.clone().jpeg({ quality: 80 }).toBuffer());
    const half = drawNoise(24, 24, 5).resize(200, 200, { kernel: "cubic" });
    const webp = await look("a.webp", await half.webp().toBuffer());
    const other = await look("b.png", await drawNoise(24, 24, 6).resize(256, 256).png().toBuffer());
    const far = (hash: string) => countDifferences(parseHash(png.hash), parseHash(hash));
    assert.ok(far(jpeg.hash) <= 10, String(far(jpeg.hash)));
    assert.ok(far(webp.hash) <= 10, String(far(webp.hash)));
    assert.ok(far(other.hash) > 60, String(far(other.hash)));
  });

  it("hashes a picture as it is looked at: upright, on white where it is clear", async (t) => {
    const dir = makeTempDir(t);
    const hashOf = async (name: string, bytes: Buffer) => {
      writeFileSync(join(dir, name), bytes);
      return (await inspect(join(dir, name), name)).hash;
    };
    const upright = await hashOf("a.png", await drawQuadrants(40, 40, "rgby").png().toBuffer());
    const turned = drawQuadrants(40, 40, "bryg");
    assert.notEqual(await hashOf("b.png", await turned.clone().png().toBuffer()), upright);
    const tagged = drawQuadrants(40, 40, "gyrb").withMetadata({ orientation: 8 });
    assert.equal(
      await hashOf("c.png", await tagged.png().toBuffer()),
      await hashOf("d.png", await drawQuadrants(40, 40, "ybgr").png().toBuffer()),
    );
  });

  it("refuses what is damaged or too big, by the name that it is shown as", async (t) => {
    const dir = makeTempDir(t);
    const noise = await drawNoise(64, 64).jpeg().toBuffer();
    const bad: readonly (readonly [string, Buffer])[] = [
      ["damaged", noise.subarray(0, noise.length - 20)],
      ["too-big", forgePng(50_000, 50_000)],
      ["empty", Buffer.alloc(0)],
    ];
    for (const [code, bytes] of bad) {
      writeFileSync(join(dir, code), bytes);
      await assert.rejects(inspect(join(dir, code), `shown/${code}`), (error) => {
        assert.ok(error instanceof ImageProblem);
        assert.equal(error.code, code);
        assert.ok(error.message.startsWith(`shown/${code} `), error.message);
        return true;
      });
    }
  });
});

describe("extensions", () => {
  it("say a media type in any of its usual forms", () => {
    assert.ok(hasExtensionOf("a/b.c.JPG", "image/jpeg"));
    assert.ok(hasExtensionOf("a.jpeg", "image/jpeg"));
    assert.ok(!hasExtensionOf("a.png", "image/jpeg"));
    assert.ok(!hasExtensionOf("folder.png/a", "image/png"));
    assert.ok(!hasExtensionOf("a.svg", "image/svg+xml"));
    assert.equal(extensionOf("image/jpeg", "a"), "jpg");
    assert.throws(() => extensionOf("image/x-odd", "a.png"), /a\.png is image\/x-odd.*Convert/);
  });
});
