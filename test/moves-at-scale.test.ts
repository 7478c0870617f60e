import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { digestJson } from "../src/model/digest.js";
import type { Resource } from "../src/model/resource.js";
import { openLawDatabase } from "./support/law-database.js";
import { albumOf, imageOf } from "./support/memory-observation.js";

const ALBUMS = 10;
const IMAGES = 1000;

type Opened = Awaited<ReturnType<typeof openLawDatabase>>;
let opened: Opened;

before(async () => {
  opened = await openLawDatabase();
});
after(() => opened.remove());

describe("an estate of 10,000 images", () => {
  it("keeps every row when an album of 1,000 gets another name and folder", () =>
    opened.use(async (database) => {
      const first = estate((number) => `decks/deck-${number}`);
      const result = await database.execute(await database.plan(first));
      assert.ok(result.done);
      const idsOf = () => new Set(database.rows("SELECT id FROM images").map(({ id }) => id));
      const ids = idsOf();
      assert.equal(ids.size, ALBUMS * IMAGES);

      const second = estate((number) => (number === 3 ? "archive/renamed" : `decks/deck-${number}`));
      const plan = await database.plan(second);
      assert.equal(plan.changes.length, IMAGES + 1);
      assert.equal(plan.summary.actions.move, IMAGES + 1);
      assert.deepEqual([plan.blocked, plan.guards, plan.prunable], [[], [], []]);

      assert.ok((await database.execute(plan)).done);
      assert.deepEqual(idsOf(), ids);
      const moved = database.rows(
        "SELECT count(*) AS n FROM images WHERE filename LIKE 'archive\\_\\_renamed\\_\\_%' ESCAPE '\\'",
      );
      assert.deepEqual(moved, [{ n: IMAGES }]);
      assert.deepEqual((await database.plan(second)).changes, []);
    }));
});

function estate(slugOf: (number: number) => string): readonly Resource[] {
  return Array.from({ length: ALBUMS }, (_, number) => number).flatMap((number) => {
    const slug = slugOf(number);
    const files = Array.from({ length: IMAGES }, (_, index) => `${slug}/${index}.png`);
    const renamed = slug === "archive/renamed" ? { renamedFrom: "album:decks/deck-3" } : {};
    const album = albumOf(slug, files, {}, renamed);
    const images = files.map((file, index) =>
      imageOf(file, {
        sha256: digestJson([number, index]),
        prompt: `image ${index}`,
        albums: [album.address],
      }),
    );
    return [{ ...album, fields: { ...album.fields, order: digestJson([...album.images]) } }, ...images];
  });
}
