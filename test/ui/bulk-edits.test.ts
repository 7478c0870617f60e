import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { loadUi } from "../support/ui-module.js";

const { editImages } = await loadUi<{
  editImages(
    ids: readonly number[],
    query: { readonly [name: string]: string },
    edit: { readonly action: "nsfw"; readonly value: boolean },
  ): Promise<{ readonly edits: readonly unknown[]; readonly left: readonly string[] }>;
}>("../../src/ui/images/bulk-edits.ts");

const IMAGES = 1_000_000;

const rowOf = (id: number) => ({ id, filename: `${id}.png`, declaredIn: null, albums: [], address: null });

/** Answers as a server with a million images does; gives how many pages and single images were asked for. */
function serve(t: TestContext) {
  const asked = { pages: 0, single: 0 };
  t.mock.method(globalThis, "fetch", async (path: string) => {
    const { pathname, searchParams } = new URL(path, "http://localhost");
    const id = /\/images\/(\d+)$/.exec(pathname)?.[1];
    if (id !== undefined) {
      asked.single++;
      return Response.json(rowOf(Number(id)));
    }
    asked.pages++;
    const [offset, limit] = [Number(searchParams.get("offset")), Number(searchParams.get("limit"))];
    const total = searchParams.has("album") ? 1_000 : IMAGES;
    const count = Math.max(0, Math.min(limit, total - offset));
    const items = Array.from({ length: count }, (_, at) => rowOf(offset + at));
    return Response.json({ items, total, nextCursor: null });
  });
  return asked;
}

const range = (from: number, count: number) => Array.from({ length: count }, (_, at) => from + at);

describe("edits of many images", () => {
  for (const [what, ids, query, most] of [
    ["of a few at the end of a large estate", range(IMAGES - 150, 150), {}, { pages: 2, single: 150 }],
    ["of a whole album", range(0, 1_000), { album: "a" }, { pages: 2, single: 0 }],
    ["of some selected elsewhere", range(500_000, 300), { album: "a" }, { pages: 3, single: 300 }],
  ] as const)
    it(`ask no more often than once for each image: ${what}`, async (t) => {
      const asked = serve(t);
      const { edits, left } = await editImages(ids, query, { action: "nsfw", value: true });
      assert.deepEqual([edits.length, left.length], [0, ids.length]);
      assert.match(left[0] ?? "", /is declared in no manifest/);
      assert.deepEqual(asked, most);
    });
});
