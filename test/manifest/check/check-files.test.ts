import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import fc from "fast-check";
import { toFilename } from "../../../src/manifest/read/filename.js";
import { loadProject, makeProject } from "../../support/project.js";
import { LAW_RUNS } from "../../support/runs.js";

/** Lines of an entry; the first of an album stands on line 5. */
const ENTRY_LINES = 5;

function album(names: readonly string[]): string {
  const entries = names.map(
    (name, index) =>
      `  - file: ${JSON.stringify(name)}\n    sha256: "${String(index).padStart(64, "0")}"\n    bytes: 1\n    width: 1\n    height: 1\n`,
  );
  return `kind: album\nslug: a\nname: A\nimages:\n${entries.join("")}`;
}

/** For each name what is to be said: the code and the index of the name that it clashes with. */
function findClashes(names: readonly string[]): readonly string[] {
  const fold = (name: string): string => name.normalize("NFC").toLowerCase();
  return names.flatMap((name, index) => {
    const before = names.slice(0, index);
    const same = before.indexOf(name);
    if (same >= 0) return [`duplicate-file ${index} ${same}`];
    const twin = before.findIndex((other) => fold(other) === fold(name));
    const namesake = before.findIndex((other) => toFilename(other) === toFilename(name));
    return [
      ...(twin < 0 ? [] : [`path-case-clash ${index} ${twin}`]),
      ...(namesake < 0 ? [] : [`filename-clash ${index} ${namesake}`]),
    ];
  });
}

describe("paths of image files", () => {
  it("clash with the first that is the same, but for case, or in its filename", (t) => {
    const dir = makeProject(t, {});
    const part = fc.constantFrom("a", "A", "_", "__", "/", "/", "b", "\u00e4", "a\u0308", "\u00c4");
    const name = fc.oneof(
      { weight: 9, arbitrary: fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("")) },
      fc.constantFrom("x/", "x__").map((start) => `${start}${"y".repeat(300)}`),
    );
    fc.assert(
      fc.property(fc.array(name, { minLength: 2, maxLength: 8 }), (names) => {
        writeFileSync(join(dir, "manifests/a.yaml"), album(names));
        const indexOf = (line = 0) => (line - ENTRY_LINES) / ENTRY_LINES;
        const found = loadProject(dir)
          .diagnostics.filter(({ code }) => /^(?:duplicate-file|path-case-clash|filename-clash)$/.test(code))
          .map(
            ({ code, source, related }) =>
              `${code} ${indexOf(source?.line)} ${indexOf(related?.[0]?.source.line)}`,
          );
        assert.deepEqual(found.sort(), [...findClashes(names)].sort());
      }),
      { numRuns: LAW_RUNS },
    );
  });
});
