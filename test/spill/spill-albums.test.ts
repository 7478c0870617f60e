import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { describe, it } from "node:test";
import type { DescribedAlbum } from "../../src/manifest/load/describe-images.js";
import { createAlbumSpill } from "../../src/manifest/load/spill-albums.js";
import { SpillFile } from "../../src/spill/spill-file.js";
import { albumOf, imageOf } from "../support/memory-observation.js";

const FILES = Array.from({ length: 150 }, (_, index) => `${index % 7}/${index}.png`);

describe("albums whose slots lie in a file", () => {
  it("give their addresses without reading the slots again", (t) => {
    const spill = createAlbumSpill({ folder: tmpdir(), from: 0 });
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
    const spill = createAlbumSpill({ folder: tmpdir(), from: 2 * FILES.length, onBegin: () => begun++ });
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

/** An album of the shared files: only what is asked of it here. */
function makeAlbum(slug: string): DescribedAlbum {
  const resource = albumOf(slug, FILES);
  const images = FILES.map((file) => imageOf(file));
  const slots = Array.from(resource.images, (address) => ({ address }));
  return { resource, images, slots, hasRenames: false } as unknown as DescribedAlbum;
}
