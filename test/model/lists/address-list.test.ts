import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Address } from "../../../src/model/address.js";
import { AddressList } from "../../../src/model/lists/address-list.js";
import { LAW_RUNS } from "../../support/runs.js";

const address = fc
  .tuple(fc.constantFrom("image:", "image:decks/a/", "image:decks/ab/", "album:"), fc.nat(400))
  .map(([start, number]) => `${start}${number}`);
const addresses = fc.array(address, { maxLength: 400, size: "+2" });

describe("a list of addresses", () => {
  it("holds what was added, in any order", () => {
    fc.assert(
      fc.property(addresses, fc.array(fc.nat(500)), (added, places) => {
        const list = new AddressList<Address>();
        for (const one of added) list.push(one);
        assert.equal(list.length, added.length);
        assert.deepEqual(
          places.map((place) => list.at(place)),
          places.map((place) => added[place]),
        );
        assert.deepEqual(
          added.map((_, place) => list.at(place)),
          added,
        );
      }),
      { numRuns: LAW_RUNS },
    );
  });

  it("that ascends finds what is there, and nothing else", () => {
    fc.assert(
      fc.property(addresses, addresses, (added, asked) => {
        const ascending = [...new Set(added)].sort();
        const list = new AddressList<Address>();
        for (const one of ascending) list.push(one);
        assert.deepEqual(
          [...asked, ...added].map((one) => list.find(one)),
          [...asked, ...added].map((one) => ascending.indexOf(one)),
        );
      }),
      { numRuns: LAW_RUNS },
    );
  });
});
