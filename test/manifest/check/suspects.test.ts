import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "node:test";
import fc from "fast-check";
import { FileMarks } from "../../../src/manifest/check/find-clashes.js";
import type { BuiltAlbum } from "../../../src/manifest/read/album.js";
import { toFilename } from "../../../src/manifest/read/filename.js";
import { formatAddress } from "../../../src/model/address.js";
import { foldPath } from "../../../src/model/text-order.js";
import { LAW_RUNS } from "../../support/runs.js";

interface File {
  readonly name: string;
  readonly bytes: number;
}

const name = fc
  .array(fc.constantFrom("a", "A", "b", "/", "__", "_", "é", "e\u0301", "x".repeat(130)), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => parts.join(""));
const albums = fc.array(fc.array(fc.record({ name, bytes: fc.nat(9) }), { maxLength: 3 }), { maxLength: 5 });

/** As much of an album as is looked at. */
function albumOf(files: readonly File[]): BuiltAlbum {
  const slots = files.map(({ name: file, bytes }) => ({
    address: formatAddress("image", file),
    name: file,
    own: true,
    entry: { value: { file, sha256: createHash("sha256").update(String(bytes)).digest("hex") } },
  }));
  return { slots, images: slots } as unknown as BuiltAlbum;
}

describe("albums whose files may clash", () => {
  it("are all that share a path, a filename or bytes, and hardly more", () => {
    fc.assert(
      fc.property(albums, (lists) => {
        const built = lists.map(albumOf);
        const marks = new FileMarks();
        for (const album of built) marks.add(album);
        const suspects = marks.findClashes(built);
        const texts = lists.map((files) =>
          files.map((file) => [foldPath(file.name), toFilename(file.name), `#${file.bytes}`]),
        );
        const all = texts.flat();
        const isShared = (file: readonly string[], mark: number) =>
          all.filter((other) => other[mark] === file[mark]).length > 1;
        assert.deepEqual(
          built.map((album) => suspects.has(album)),
          texts.map((files) => files.some((file) => [0, 1, 2].some((mark) => isShared(file, mark)))),
        );
      }),
      { numRuns: LAW_RUNS },
    );
  });
});
