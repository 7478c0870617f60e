import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative } from "node:path";
import { describe, it } from "node:test";
import { PROJECT_DIR } from "./support/paths.js";

/** What the build compiles: these folders, and the part of the sample that tests import. */
const COMPILED = ["src", "test", "bench", "sample/legacy"];

describe("the drawing of the sample", () => {
  it("is in no file list of the build", () => {
    for (const [config, include] of [
      ["tsconfig.json", ["src", "test", "bench"]],
      ["src/tsconfig.json", ["."]],
    ] as const)
      assert.deepEqual(JSON.parse(readFileSync(join(PROJECT_DIR, config), "utf8")).include, include, config);
  });

  it("is imported by nothing that the build compiles", () => {
    const targets = COMPILED.flatMap(sourceFiles).flatMap((file) =>
      readRelativeImports(file).map((target) => ({ file, target })),
    );
    assert.ok(targets.some(({ target }) => target.startsWith("sample/legacy/")));
    assert.deepEqual(
      targets.filter(({ target }) => target.startsWith("sample/") && !target.startsWith("sample/legacy/")),
      [],
    );
    // The form of the web app says what the published schema says of a field.
    const isSchema = ({ file, target }: (typeof targets)[number]) =>
      file.startsWith("src/ui/") && target.startsWith("schemas/");
    assert.deepEqual(
      targets
        .filter(({ file, target }) => file.startsWith("src/") && !target.startsWith("src/"))
        .filter((found) => !isSchema(found)),
      [],
    );
  });
});

function sourceFiles(folder: string): readonly string[] {
  return readdirSync(join(PROJECT_DIR, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(PROJECT_DIR, join(entry.parentPath, entry.name)));
}

/** The files that a source imports by a path, seen from the project folder. */
function readRelativeImports(file: string): readonly string[] {
  const text = readFileSync(join(PROJECT_DIR, file), "utf8");
  return Array.from(text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"(\.[^"]+)"/g), ([, specifier]) =>
    posix.join(dirname(file), specifier as string),
  );
}
