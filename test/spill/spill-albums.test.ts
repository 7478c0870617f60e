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
    const albums = ["a", "b", "c"].map((slug) => spill(makeAlbum(slug)));
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
});

/** An album of the shared files: only what is asked of it here. */
function makeAlbum(slug: string): DescribedAlbum {
  const resource = albumOf(slug, FILES);
  const images = FILES.map((file) => imageOf(file));
  const slots = Array.from(resource.images, (address) => ({ address }));
  return { resource, images, slots, hasRenames: false } as unknown as DescribedAlbum;
}
