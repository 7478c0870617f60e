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
  files: [],
  manifest: ["files", "model", "shelf", "threads"],
  plan: ["model"],
  apply: ["model"],
  report: ["model"],
  db: ["apply/ports", "model"],
  images: ["apply/ports", "model"],
  saved: ["manifest", "model", "plan", "shelf"],
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

  it("has no circle of imports, not even of types", () => {
    assert.deepEqual(findCircles(imports), []);
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

/** Groups of files that import each other, however many files lie between. */
function findCircles(all: readonly Import[]): readonly (readonly string[])[] {
  const targets = new Map<string, string[]>();
  for (const { file, target } of all) {
    if (!target.startsWith("src/")) continue;
    const known = targets.get(file) ?? [];
    known.push(target.slice("src/".length).replace(/\.js$/, ".ts"));
    targets.set(file, known);
  }
  const reached = new Map([...targets.keys()].map((file) => [file, reach(file, targets)]));
  const circles = new Set<string>();
  for (const [file, seen] of reached) {
    if (!seen.has(file)) continue;
    circles.add(
      [...seen]
        .filter((other) => reached.get(other)?.has(file))
        .sort()
        .join(" "),
    );
  }
  return [...circles].map((circle) => circle.split(" "));
}

function reach(start: string, targets: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const seen = new Set<string>();
  const waiting = [start];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    for (const target of targets.get(file) ?? []) {
      if (seen.has(target)) continue;
      seen.add(target);
      waiting.push(target);
    }
  }
  return seen;
}

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
