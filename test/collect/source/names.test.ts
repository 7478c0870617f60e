import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { decodeName, showName, toSafeFile, toSafeFolder, toSlug } from "../../../src/collect/source/names.js";
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

describe("decodeName", () => {
  it("gives different bytes different texts", () => {
    const nearly = fc.constantFrom("caf\\xE9", "caf\\x5CxE9", "\\x5C", "\\\\x5C", "\\xC3\\xA9");
    const bytes = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 12 }),
      nearly.map((text) => Buffer.from(text)),
    );
    const latin = nearly.map((text) => Buffer.from(text.replace("\\xE9", "\xe9"), "latin1"));
    fc.assert(
      fc.property(fc.oneof(bytes, latin), fc.oneof(bytes, latin), (a, b) => {
        const [left, right] = [Buffer.from(a), Buffer.from(b)];
        assert.equal(decodeName(left) === decodeName(right), left.equals(right));
      }),
      RUNS,
    );
  });

  it("leaves UTF-8 alone", () => {
    assert.equal(decodeName(Buffer.from("e\u0301tude 🦊\n.png")), "e\u0301tude 🦊\n.png");
    assert.equal(decodeName(Buffer.from("caf\xe9.png", "latin1")), "caf\\xE9.png");
  });

  it("is shown without control characters", () => {
    assert.equal(showName("a\nb\u202ec\u001b[31m"), "a\\u000ab\\u202ec\\u001b[31m");
  });
});
