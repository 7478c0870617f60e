import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import type { Script } from "node:vm";
import { PROJECT_DIR } from "../support/paths.js";

interface Pieces {
  compiledFileOf(file: string): string;
  openPieces(folder: string, onCompiled?: (file: string, script: Script) => void): (name: string) => unknown;
}

const { compiledFileOf, openPieces } = createRequire(import.meta.url)(
  join(PROJECT_DIR, "bin/pieces.js"),
) as Pieces;

const top = mkdtempSync(join(tmpdir(), "album-sync-pieces-"));
after(() => rmSync(top, { recursive: true, force: true }));

describe("the pieces of the program", () => {
  it("know each other, themselves and what stands outside", () => {
    const folder = place("plain", {
      "main.cjs":
        'exports.twice = require("./b.cjs").n * 2; exports.b = require("./b.cjs"); exports.at = __filename;',
      "b.cjs": 'module.exports = { n: 21, sep: require("node:path").sep };',
    });
    const load = openPieces(folder);
    const main = load("main.cjs") as { twice: number; b: object; at: string };
    assert.equal(main.twice, 42);
    assert.equal(main.b, load("b.cjs"));
    assert.equal(main.at, join(folder, "main.cjs"));
  });

  it("take the compiled code that lies beside them", () => {
    const folder = place("compiled", { "main.cjs": "exports.n = [1, 2].map((n) => n + 1);" });
    openPieces(folder, (file, script) => writeFileSync(compiledFileOf(file), script.createCachedData()))(
      "main.cjs",
    );
    assert.equal(isTaken(folder), true);
  });

  for (const [what, bytes] of [
    ["nothing", ""],
    ["no compiled code", "\u0000 something else, and long enough to hold a header of thirty-two bytes"],
  ] as const)
    it(`compile anew where ${what} lies beside them`, () => {
      const folder = place(`broken ${what}`, { "main.cjs": "exports.n = 1;" });
      writeFileSync(compiledFileOf(join(folder, "main.cjs")), bytes);
      assert.equal(isTaken(folder), false);
    });

  it("compile anew what became another text", () => {
    const folder = place("changed", { "main.cjs": "exports.n = 1;" });
    openPieces(folder, (file, script) => writeFileSync(compiledFileOf(file), script.createCachedData()))(
      "main.cjs",
    );
    writeFileSync(join(folder, "main.cjs"), "exports.n = 1 + 1;");
    assert.equal(isTaken(folder), false);
    assert.deepEqual(openPieces(folder)("main.cjs"), { n: 2 });
  });

  it("of this build import nothing, which compiled code that was kept could not", () => {
    const folder = join(PROJECT_DIR, "dist/bundle");
    const pieces = readdirSync(folder).filter((name) => name.endsWith(".cjs"));
    assert.ok(pieces.length > 10);
    assert.deepEqual(
      pieces.filter((name) => /\bimport\(/.test(readFileSync(join(folder, name), "utf8"))),
      [],
    );
  });

  it("of this build need only packages that are installed with them", () => {
    const folder = join(PROJECT_DIR, "dist/bundle");
    const { dependencies } = JSON.parse(readFileSync(join(PROJECT_DIR, "package.json"), "utf8")) as {
      readonly dependencies: Readonly<Record<string, string>>;
    };
    const needed = readdirSync(folder)
      .filter((name) => /\.c?js$/.test(name))
      .flatMap((name) =>
        Array.from(
          readFileSync(join(folder, name), "utf8").matchAll(
            /^(?:(?:let|const|var) [^`]*?\b\w*require(?:\$\d+)?\(|import [^`"]*)"([^".][^"]*)"/gm,
          ),
          ([, id = ""]) => id,
        ),
      );
    const packages = new Set(needed.filter((id) => !isBuiltin(id)).map(nameOfPackage));
    assert.ok(packages.has("better-sqlite3"), "the reader of imports finds none");
    assert.deepEqual(
      [...packages].filter((name) => !Object.hasOwn(dependencies, name)),
      [],
    );
  });

  it("of this build have the compiled code of what a plan takes", () => {
    const kept = readdirSync(join(PROJECT_DIR, "dist/bundle")).filter((name) => name.endsWith(".v8"));
    assert.deepEqual(
      ["main", "plan", "start", "version"].filter((name) => !kept.some((file) => file.startsWith(name))),
      [],
    );
  });
});

function place(name: string, files: Readonly<Record<string, string>>): string {
  const folder = join(top, name);
  mkdirSync(folder);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return folder;
}

/** Whether V8 took the compiled code of the first piece. */
function isTaken(folder: string): boolean {
  let taken = false;
  openPieces(folder, (_file, { cachedDataRejected }) => {
    taken = cachedDataRejected === false;
  })("main.cjs");
  return taken;
}

/** `@scope/name/file` and `name/file` → the package. */
function nameOfPackage(id: string): string {
  return id
    .split("/")
    .slice(0, id.startsWith("@") ? 2 : 1)
    .join("/");
}
