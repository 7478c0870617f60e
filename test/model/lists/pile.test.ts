import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { Pile } from "../../../src/model/lists/pile.js";
import type { Image, ImageShelf } from "../../../src/model/resource.js";
import { compareText } from "../../../src/model/text-order.js";
import { LAW_RUNS } from "../../support/runs.js";

interface Thing {
  readonly address: string;
  readonly note: number;
  /** Tells things with one address from each other. */
  readonly mark: string;
}

const names = fc.array(fc.nat(60), { minLength: 1, maxLength: 40 });
const work = fc.array(
  fc.record({ what: fc.constantFrom("keep", "shelf", "other"), number: fc.nat(100), note: fc.nat(3) }),
  { maxLength: 60 },
);

describe("a pile", () => {
  it("holds what a list would, in the order in which it came and by address", () => {
    fc.assert(
      fc.property(names, names, work, (own, others, steps) => {
        const shelf = shelfOf("own", own);
        const other = shelfOf("other", others);
        const again = (image: Image, note: number): Thing => ({
          address: image.address,
          note,
          mark: `${image.home} ${image.shelfNumber}`,
        });
        const pile = new Pile(again);
        const list: Thing[] = [];
        for (const [index, { what, number, note }] of steps.entries()) {
          const image = what === "other" ? other.at(number % others.length) : shelf.at(number % own.length);
          const thing =
            what === "keep"
              ? { address: `image:${number}`, note, mark: `kept ${index}` }
              : again(image, note);
          if (what === "keep") pile.add(thing);
          else pile.addOf(image, note);
          list.push(thing);
        }
        assert.deepEqual([...pile.inOrder()], list);
        assert.deepEqual(
          [...pile.sorted()],
          list.toSorted((a, b) => compareText(a.address, b.address)),
        );
      }),
      { numRuns: LAW_RUNS },
    );
  });

  it("makes images of a shelf again each time instead of keeping them", () => {
    const shelf = shelfOf("own", [3, 1, 2]);
    const pile = new Pile<Image>((image) => image);
    for (const number of [0, 1, 2]) pile.addOf(shelf.at(number));
    const [first] = pile.sorted();
    assert.equal(first?.address, "image:1");
    assert.notEqual(first, pile.sorted().at(0));
  });
});

function shelfOf(home: string, names: readonly number[]): ImageShelf {
  const addressAt = (number: number) => `image:${names[number]}`;
  const shelf: ImageShelf = {
    addressAt,
    at: (number) => ({
      kind: "image",
      address: addressAt(number),
      fields: {},
      origin: { source: { file: "m.yaml", line: 1, column: 1 }, path: [] },
      protect: false,
      albums: [home],
      home,
      filenames: [],
      isShelved: true,
      shelf,
      shelfNumber: number,
    }),
  };
  return shelf;
}
