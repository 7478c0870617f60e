import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { suggest } from "../../../src/manifest/text/suggest.js";
import { LAW_OPTIONS } from "../../support/runs.js";

const COMMANDS = ["plan", "apply", "show", "status", "ls"];

describe("what somebody probably meant", () => {
  it("is the word with two neighbours swapped, one letter more or less, or another letter", () => {
    assert.equal(suggest("plna", COMMANDS), "plan");
    assert.equal(suggest("palpy", COMMANDS), undefined);
    assert.equal(suggest("aplpy", COMMANDS), "apply");
    assert.equal(suggest("shw", COMMANDS), "show");
    assert.equal(suggest("statsu", COMMANDS), "status");
    assert.equal(suggest("sl", COMMANDS), "ls");
    assert.equal(suggest("collect", COMMANDS), undefined);
  });

  it("is found wherever two neighbours were swapped", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{2,12}$/), fc.nat(), (word, seed) => {
        const at = seed % (word.length - 1);
        const slip = word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
        assert.equal(suggest(slip, ["-".repeat(word.length + 9), word]), word);
      }),
      LAW_OPTIONS,
    );
  });
});
