import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { makePictureProject } from "../../support/picture-project.js";
import { drawQuadrants } from "../../support/pictures.js";
import { post, serve } from "../../support/write-requests.js";

describe("checking an export over HTTP", () => {
  it("tells what is ready, and why something is not", async (t) => {
    const picture = await drawQuadrants(8, 8).png().toBuffer();
    const gif = await drawQuadrants(8, 8, "ybgr").gif().toBuffer();
    const pictures = [
      { file: "a.png", bytes: picture, declared: { prompt: "a" } },
      { file: "b.gif", bytes: gif },
    ];
    const dir = makePictureProject(
      t,
      pictures,
      { training_source: true },
      {
        "manifests/other.yaml": "kind: album\nslug: other\nname: Other\nimages: []\n",
      },
    );
    const server = await serve(t, dir);
    const check = (album: string, status = 200) =>
      post(server, "/api/v1/export/check", { album, format: "kohya" }, status);
    assert.deepEqual(await check("art"), {
      ready: true,
      pictures: 2,
      nsfwLeftOut: 0,
      uncaptioned: 1,
      converted: 1,
      diagnostics: [],
    });
    writeFileSync(join(dir, "data/legacy/a.png"), gif);
    const damaged = await check("art");
    assert.deepEqual([damaged.ready, damaged.diagnostics.length], [false, 1]);
    assert.equal(damaged.diagnostics[0].source.file, "manifests/art.yaml");
    assert.deepEqual((await check("other")).diagnostics[0].code, "not-for-training");
    assert.equal((await check("none", 404)).code, "not-found");
  });
});
