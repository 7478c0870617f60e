import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { draftManifests } from "../../src/adopt/adopt-rows.js";
import type { Kind } from "../../src/model/address.js";
import type { ObservedLink, ObservedRow } from "../../src/model/observed.js";

const IMAGES_EACH = 10;

/** How often a link is looked at when albums of ten images each are listed. */
async function countLinkReads(albums: number): Promise<number> {
  let reads = 0;
  const watch = (links: ObservedLink[]): ObservedLink[] =>
    new Proxy(links, {
      get: (target, key) => {
        if (typeof key === "string" && /^\d+$/.test(key)) reads++;
        return Reflect.get(target, key);
      },
    });
  async function* rows() {
    for (let album = 0; album < albums; album++) {
      const links = Array.from({ length: IMAGES_EACH }, (_, index) => ({
        address: undefined,
        rowId: album * IMAGES_EACH + index,
        ours: false,
      }));
      yield makeRow("album", album, { name: `Album ${album}` }, watch(links));
    }
    for (let image = 0; image < albums * IMAGES_EACH; image++) yield makeRow("image", image, {}, []);
  }
  const { remarks } = await draftManifests({
    rows: rows(),
    wanted: "all",
    declared: new Set(),
    locate: (path) => ({ path, file: path }),
    place: (_kind, slug) => `${slug}.yaml`,
    schemas: undefined,
    bare: true,
  });
  assert.equal(remarks.filter(({ code }) => code === "file-missing").length, albums * IMAGES_EACH);
  return reads;
}

function makeRow(kind: Kind, id: number, fields: ObservedRow["fields"], links: readonly ObservedLink[]) {
  const row: ObservedRow = { id, guard: "", fields, unreadable: [], labels: [], links };
  return { kind, row, filePath: kind === "image" ? "absent.png" : null };
}

describe("what to adopt", () => {
  it("is found by looking at each link a few times, however many albums there are", async () => {
    assert.ok((await countLinkReads(40)) <= 2.2 * (await countLinkReads(20)));
  });
});
