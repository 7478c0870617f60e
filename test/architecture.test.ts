import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, sep } from "node:path";
import { describe, it } from "node:test";
import { PROJECT_DIR } from "./support/paths.js";

/** Folder of src → the folders of src that it may import, besides itself. */
const ARROWS: Record<string, readonly string[]> = {
  model: [],
  threads: [],
  shelf: ["model"],
  manifest: ["model", "shelf", "threads"],
  plan: ["model"],
  apply: ["model"],
  report: ["model"],
  db: ["apply/ports", "model"],
  images: ["apply/ports", "model"],
  saved: ["model", "shelf"],
  collect: ["images", "manifest", "model", "threads"],
  verify: ["images", "manifest", "model"],
  export: ["images", "manifest", "model"],
  cli: ["*"],
};

/** Package → the only folders of src that may import it. */
const HOMES: Record<string, readonly string[]> = {
  yaml: ["manifest"],
  ajv: ["manifest"],
  "csv-parse": ["manifest"],
  knex: ["db"],
  "better-sqlite3": ["db"],
  sharp: ["images"],
  diff: ["report"],
  cac: ["cli"],
};

interface Import {
  readonly file: string;
  readonly target: string;
}

const imports = readImports(join(PROJECT_DIR, "src"));

describe("architecture", () => {
  it("sees the imports that there are", () => {
    assert.ok(imports.length > 10, "the import reader found nothing");
  });

  it("knows every folder of src", () => {
    const folders = new Set(imports.map(({ file }) => file.split("/")[0] as string));
    assert.deepEqual(
      [...folders].filter((folder) => !Object.hasOwn(ARROWS, folder)),
      [],
    );
  });

  it("lets imports follow the arrows only", () => {
    const wrong = imports
      .filter(({ target }) => target.startsWith("src/"))
      .filter(({ file, target }) => !isAllowed(file, target.slice("src/".length)));
    assert.deepEqual(wrong, []);
  });

  it("keeps each library in its own folder", () => {
    const wrong = imports.filter(({ file, target }) => {
      const name = packageOf(target);
      return Object.hasOwn(HOMES, name) && !HOMES[name]?.includes(file.split("/")[0] as string);
    });
    assert.deepEqual(wrong, []);
  });

  it("lets model import nothing but node:crypto", () => {
    const wrong = imports
      .filter(({ file }) => file.startsWith("model/"))
      .filter(({ target }) => !target.startsWith("src/model/") && target !== "node:crypto");
    assert.deepEqual(wrong, []);
  });

  it("keeps process, clock and randomness out of plan, model and report", () => {
    const pure = sourceFiles(join(PROJECT_DIR, "src")).filter((file) => /^(plan|model|report)\//.test(file));
    const wrong = pure.filter((file) =>
      /\bprocess\.|\bDate\.now\(|new Date\(\)|Math\.random\(/.test(
        readFileSync(join(PROJECT_DIR, "src", file), "utf8"),
      ),
    );
    assert.deepEqual(wrong, []);
  });
});

function isAllowed(file: string, target: string): boolean {
  const from = file.split("/")[0] as string;
  const to = target.split("/")[0] as string;
  if (from === to) return true;
  return (ARROWS[from] ?? []).some(
    (allowed) => allowed === "*" || allowed === to || target.startsWith(`${allowed}.`),
  );
}

function readImports(root: string): readonly Import[] {
  return sourceFiles(root).flatMap((file) => {
    const text = readFileSync(join(root, file), "utf8");
    const specifiers = text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g);
    return Array.from(specifiers, ([, specifier]) => ({
      file,
      target: resolveTarget(file, specifier as string),
    }));
  });
}

function sourceFiles(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .map((name) => name.split(sep).join("/"))
    .filter((name) => name.endsWith(".ts"))
    .sort();
}

function resolveTarget(file: string, specifier: string): string {
  return specifier.startsWith(".") ? posix.join("src", dirname(file), specifier) : specifier;
}

function packageOf(target: string): string {
  return target
    .split("/")
    .slice(0, target.startsWith("@") ? 2 : 1)
    .join("/");
}
