import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { describe, it } from "node:test";
import type { DescribedAlbum } from "../../src/manifest/load/describe-images.js";
import { loadEstate } from "../../src/manifest/load/load.js";
import { createAlbumSpill } from "../../src/manifest/load/spill-albums.js";
import { READ_ALL } from "../../src/manifest/load/unchanged.js";
import { SpillFile } from "../../src/spill/spill-file.js";
import { albumOf, imageOf } from "../support/memory-observation.js";
import { makeProject, settingsOf } from "../support/project.js";

const FILES = Array.from({ length: 150 }, (_, index) => `${index % 7}/${index}.png`);

describe("albums whose slots lie in a file", () => {
  it("give their addresses without reading the slots again", (t) => {
    const spill = createAlbumSpill({ folder: tmpdir(), from: 0 }, "/project");
    const albums: DescribedAlbum[] = [];
    for (const slug of ["a", "b", "c"]) {
      albums.push(makeAlbum(slug));
      spill(albums);
    }
    const read = t.mock.method(SpillFile.prototype, "get");
    for (let place = 0; place < FILES.length; place++)
      for (const { resource } of albums) assert.equal(resource.images.at(place), `image:${FILES[place]}`);
    assert.equal(read.mock.callCount(), 0);
    for (const { resource, slots } of albums)
      assert.deepEqual(
        [...resource.images],
        slots.map(({ address }) => address),
      );
    assert.equal(albums[0]?.resource.images.at(FILES.length), undefined);
  });

  it("go there all together once there are more images than stay in memory", () => {
    let begun = 0;
    const spill = createAlbumSpill(
      { folder: tmpdir(), from: 2 * FILES.length, onBegin: () => begun++ },
      "/project",
    );
    const made = ["a", "b", "c", "d"].map(makeAlbum);
    const albums: DescribedAlbum[] = [];
    const kept = made.map((album) => {
      albums.push(album);
      spill(albums);
      return albums.map((one, index) => one === made[index]);
    });
    assert.deepEqual(kept, [[true], [true, true], [false, false, false], [false, false, false, false]]);
    assert.equal(begun, 1);
    for (const [index, { images }] of albums.entries())
      assert.deepEqual([...images], [...(made[index] as DescribedAlbum).images]);
  });
});

const BYTES = "0".repeat(63);
const entry = (file: string, more = "", digit = 1) =>
  `  - file: ${file}\n    sha256: "${digit}${BYTES}"\n    bytes: 1\n    width: 2\n    height: 3\n${more}`;
const album = (slug: string, entries: string, more = "") =>
  `kind: album\nslug: ${slug}\nname: ${slug}\ntype: deck\n${more}images:\n${entries}`;
const SPILL = { ...READ_ALL, chooseSpill: () => ({ folder: tmpdir(), from: 0 }) };

describe("an estate whose albums lie in files", () => {
  it("writes and reads no slots that its images tell", (t) => {
    const names = ["b/2.png", "b/1.png", "c/1.png"];
    const settings = settingsOf(
      makeProject(t, {
        "manifests/b.yaml": album("b", names.map((name, place) => entry(name, "", place)).join("")),
      }),
    );
    const [put, get] = (["put", "get"] as const).map((name) => t.mock.method(SpillFile.prototype, name));
    assert.deepEqual(loadEstate(settings, SPILL).diagnostics, []);
    assert.deepEqual([put?.mock.callCount(), get?.mock.callCount()], [names.length, 0]);
  });

  it("is told the same as one in memory, whatever is wrong", (t) => {
    const line = JSON.stringify({ file: "e/1.png", sha256: `5${BYTES}`, bytes: 1, width: 9, height: 3 });
    const settings = settingsOf(
      makeProject(t, {
        "manifests/a.yaml": album("a", entry("a/2.png") + entry("a/1.png", "", 2) + entry("a/2.png", "", 3)),
        "manifests/b.yaml": album("b", entry("A/1.png", "", 4) + entry("b/1.png", "    item: Two\n", 2)),
        "manifests/c.yaml": album("c", entry("c/1.png", "", 6), "").replace("deck", "collection"),
        "manifests/d.yaml": album("d", entry("d/1.png", "    renamed_from: d/1.png\n", 5)),
        "manifests/e.yaml": album("e", "").replace("images:\n", "images:\n  jsonl: [e.jsonl]\n"),
        "manifests/e.jsonl": `${line}\n`,
        "manifests/f.yaml": album("f", "  - ref: c/1.png\n  - ref: c/1.png\n  - ref: x/1.png\n"),
        "manifests/g.yaml": album("g", entry("a__1.png", "", 7)),
      }),
    );
    const { diagnostics } = loadEstate(settings);
    assert.deepEqual(loadEstate(settings, SPILL).diagnostics, diagnostics);
    assert.deepEqual([...new Set(diagnostics.map(({ code }) => code))].sort(), [
      "collection-owns-files",
      "contradicting-facts",
      "duplicate-bytes",
      "duplicate-file",
      "duplicate-ref",
      "filename-clash",
      "item-without-template",
      "path-case-clash",
      "renamed-from-itself",
      "unknown-ref",
    ]);
  });
});

/** An album of the shared files: only what is asked of it here. */
function makeAlbum(slug: string): DescribedAlbum {
  const resource = albumOf(slug, FILES);
  const images = FILES.map((file) => imageOf(file));
  const slots = Array.from(resource.images, (address) => ({ address }));
  return { resource, images, slots, hasRenames: false } as unknown as DescribedAlbum;
}
