import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findSeparator } from "../../../src/manifest/text/csv-table.js";

describe("the separator of a CSV", () => {
  it("is looked for in the header record, outside of quotes", () => {
    assert.deepEqual(findSeparator("a;b\n1;2\n"), { name: "semicolons", offset: 1 });
    assert.deepEqual(findSeparator("a\tb\n"), { name: "tabs", offset: 1 });
    assert.deepEqual(findSeparator('"a,b";c\n'), { name: "semicolons", offset: 5 });
    assert.deepEqual(findSeparator('"a\nb";c\n'), { name: "semicolons", offset: 5 });
    assert.equal(findSeparator('"a;b"\n1\n'), undefined);
    assert.equal(findSeparator('"a;""b\n;c",d\n'), undefined);
    assert.equal(findSeparator("a;b,c\n"), undefined);
    assert.equal(findSeparator('"a;b'), undefined);
    assert.equal(findSeparator(""), undefined);
  });

  it("is found behind empty lines and before each kind of line end", () => {
    assert.deepEqual(findSeparator("\r\n\na;b\n"), { name: "semicolons", offset: 4 });
    assert.deepEqual(findSeparator("a;b\r1,2;3\r"), { name: "semicolons", offset: 1 });
    assert.equal(findSeparator("a\r1;2\r"), undefined);
    assert.deepEqual(findSeparator("\nsep=;\na;b\n"), { name: "sep=", offset: 1 });
  });
});
