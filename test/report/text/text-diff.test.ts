import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  displayWidth,
  elideMiddle,
  padTo,
  printable,
  printableQuoted,
} from "../../../src/report/text/printable.js";
import { createStyle } from "../../../src/report/text/style.js";
import { renderTextDiff } from "../../../src/report/text/text-diff.js";
import { anyText } from "../arbitrary-plan.js";

const RUNS = { numRuns: 1000 };
const PLAIN = createStyle({ color: false });
const FULL = createStyle({ color: false, verbose: true });
const LONG = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen";

describe("text diff", () => {
  it("marks words in long texts and leaves out what is far from a change", () => {
    assert.equal(
      renderTextDiff(`${LONG} old ${LONG}`, `${LONG} new ${LONG}`, PLAIN),
      '"… thirteen fourteen fifteen [-old-]{+new+} one two three four five …"',
    );
    assert.equal(renderTextDiff(LONG, `${LONG} sixteen`, PLAIN), '"… thirteen fourteen fifteen{+ sixteen+}"');
  });

  it("sets short texts and rewritten ones side by side", () => {
    assert.equal(renderTextDiff("the Diplomat", "the Envoy", PLAIN), '"the Diplomat" -> "the Envoy"');
    assert.equal(
      renderTextDiff("a cat sleeping on a red sofa", "mountains at dawn, oil on canvas", PLAIN),
      '"a cat sleeping on a red sofa" -> "mountains at dawn, oil on canvas"',
    );
  });

  it("joins changes that only a blank parts", () => {
    assert.equal(
      renderTextDiff(
        "a portrait of old king Cole in his hall",
        "a portrait of young queen Anne in his hall",
        FULL,
      ),
      '"a portrait of [-old king Cole-]{+young queen Anne+} in his hall"',
    );
  });

  it("holds both texts whole when verbose", () => {
    const words = fc.array(fc.constantFrom("oak", "elm", "ash", "fir", ",", " ", "\n", '"', "yew"), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(words, words, (a, b) => {
        const [before, after] = [a.join(""), b.join("")];
        const shown = renderTextDiff(before, after, FULL);
        const removed = shown.replace(/\{\+.*?\+\}/g, "").replace(/\[-(.*?)-\]/g, "$1");
        const added = shown.replace(/\[-.*?-\]/g, "").replace(/\{\+(.*?)\+\}/g, "$1");
        const sideBySide = `"${printableQuoted(before)}" -> "${printableQuoted(after)}"`;
        if (shown !== sideBySide)
          assert.deepEqual([removed, added], [`"${printableQuoted(before)}"`, `"${printableQuoted(after)}"`]);
      }),
      RUNS,
    );
  });

  it("stays short for texts that have nothing in common", () => {
    const many = (word: string) => Array.from({ length: 3000 }, (_, index) => `${word}${index}`).join(" ");
    assert.ok(renderTextDiff(many("a"), many("b"), PLAIN).length < 200);
  });
});

describe("printable text", () => {
  it("writes out what a terminal would obey", () => {
    assert.equal(
      printable("a\u001b[31m\r\n\tb\u009b\u202e\ud800\u2028"),
      "a\\u001b[31m\\r\\n\\tb\\u009b\\u202e\\ud800\\u2028",
    );
    assert.equal(printableQuoted('say "hi" \\ 🂡'), 'say \\"hi\\" \\\\ 🂡');
  });

  it("in quotes tells different texts apart", () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) =>
        assert.equal(a === b, printableQuoted(a) === printableQuoted(b)),
      ),
      RUNS,
    );
  });

  it("knows wide and combining characters", () => {
    assert.equal(displayWidth("abc"), 3);
    assert.equal(displayWidth("塔"), 2);
    assert.equal(displayWidth("e\u0301"), 1);
    assert.equal(padTo("塔", 4), "塔  ");
    assert.equal(padTo("7", 3, "left"), "  7");
  });

  it("is cut in its middle, never longer than asked", () => {
    assert.equal(elideMiddle("abcdefghij", 7), "abcd…ij");
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 20 }), (text, limit) => {
        assert.ok(Array.from(elideMiddle(text, limit)).length <= Math.max(limit, 0));
      }),
      RUNS,
    );
  });
});
