import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { showName, toSafeFile, toSafeFolder, toSlug } from "../../../src/collect/source/names.js";
import { checkFilePath } from "../../../src/manifest/read/file-path.js";

const RUNS = { numRuns: 2000 };
const anyName = fc.oneof(
  fc.string({ unit: "binary", minLength: 1, maxLength: 300 }),
  fc.string({ minLength: 1, maxLength: 300 }),
  fc.constantFrom("con.png", "..", "...png", "-", "NUL", "a.tar.gz", "ß.png", ".hidden.png", "COM1.jpeg"),
);

describe("safe names", () => {
  it("are fit for every file system and for manifests", () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const file = `${toSafeFolder(name)}/${toSafeFile(name)}`;
        assert.match(file, /^[a-z0-9_][a-z0-9._-]*\/[a-z0-9_][a-z0-9._-]*$/);
        assert.equal(checkFilePath(`decks/${file}`, 0), undefined, file);
      }),
      RUNS,
    );
  });

  it("stay as they are when made safe again", () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const safe = toSafeFile(name);
        assert.equal(toSafeFile(safe), safe);
      }),
      RUNS,
    );
  });

  it("give slugs that manifests take, or none", () => {
    fc.assert(
      fc.property(anyName, (name) => assert.match(toSlug(name), /^$|^[a-z0-9]+(?:-[a-z0-9]+)*$/)),
      RUNS,
    );
  });
});

describe("showName", () => {
  it("escapes control characters", () => {
    assert.equal(showName("a\nb\u202ec\u001b[31m"), "a\\u000ab\\u202ec\\u001b[31m");
  });
});
