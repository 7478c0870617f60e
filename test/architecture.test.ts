import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, sep } from "node:path";
import { describe, it } from "node:test";
import { PROJECT_DIR } from "./support/paths.js";

/** Folder of src → the folders of src that it may import, besides itself. */
const ARROWS: Record<string, readonly string[]> = {
  model: [],
  threads: [],
  spill: ["model"],
  files: [],
  manifest: ["files", "model", "spill", "threads"],
  plan: ["model"],
  apply: ["model"],
  report: ["model"],
  db: ["apply/ports", "files", "model"],
  images: ["apply/ports", "files", "model"],
  saved: ["manifest", "model", "plan"],
  collect: ["files", "images", "manifest", "model", "threads"],
  adopt: ["collect", "files", "images", "manifest", "model"],
  verify: ["files", "images", "manifest", "model"],
  export: ["files", "images", "manifest", "model"],
  engine: [
    "adopt",
    "apply",
    "collect",
    "db",
    "export",
    "files",
    "images",
    "manifest",
    "model",
    "plan",
    "report/html/html",
    "saved",
    "spill",
    "verify",
  ],
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
  "temporal-polyfill": ["collect"],
};

const MOST_FILES = 20;
const MOST_LINES = 300;
/** A command is its options, one call of the engine and one print. */
const MOST_LINES_OF_A_COMMAND = 100;

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
    assert.deepEqual(
      findCircles(
        imports
          .filter(({ target }) => target.startsWith("src/"))
          .map(({ file, target }) => ({
            from: file,
            to: target.slice("src/".length).replace(/\.js$/, ".ts"),
          })),
      ),
      [],
    );
  });

  it("lets the rooms of a folder import each other one way only", () => {
    const between = imports
      .map(({ file, target }) => ({ from: dirname(file), to: dirname(target.slice("src/".length)) }))
      .filter(({ from, to }) => from !== to && topOf(from) === topOf(to));
    assert.deepEqual(findCircles(between), []);
  });

  it("has one order of kinds and one of texts", () => {
    const others = sourceFiles(join(PROJECT_DIR, "src"))
      .filter((file) => file !== "model/address.ts" && file !== "model/text-order.ts")
      .filter((file) =>
        /"set-template",\s*"album",\s*"image"|< [a-z][\w.]* \? -1|localeCompare/.test(readSource(file)),
      );
    assert.deepEqual(others, []);
  });

  it("keeps where lists lie out of what is planned, reported and applied, and hands out no proxies", () => {
    const files = sourceFiles(join(PROJECT_DIR, "src"));
    assert.deepEqual(
      files.filter((file) => readSource(file).includes("new Proxy")),
      [],
    );
    assert.deepEqual(
      files
        .filter((file) => /^(model|plan|report|apply)\//.test(file))
        .filter((file) => /spill|shel[fv]e?/i.test(readSource(file))),
      [],
    );
  });

  it("exports only what another file uses", () => {
    const others = sourceFiles(join(PROJECT_DIR, "src")).filter((file) =>
      /^export (type )?(\*|\{|default)/m.test(readSource(file)),
    );
    assert.deepEqual(others, [], "exports of a form that is not checked");
    assert.deepEqual(findUnusedExports(), []);
  });

  it("keeps folders small enough to be taken in at a glance", () => {
    const counts = new Map<string, number>();
    for (const file of sourceFiles(join(PROJECT_DIR, "src")))
      counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
    const full = [...counts].filter(([folder, count]) => count > MOST_FILES && folder !== "cli/commands");
    assert.deepEqual(full, []);
  });

  it("keeps files short", () => {
    const long = sourceFiles(join(PROJECT_DIR, "src"))
      .filter((file) => !file.includes("generated/"))
      .filter((file) => countLines(join(PROJECT_DIR, "src", file)) > MOST_LINES);
    assert.deepEqual(long, []);
  });

  it("keeps commands short", () => {
    const folder = join(PROJECT_DIR, "src/cli/commands");
    const commands = sourceFiles(folder);
    assert.ok(commands.length > 10);
    assert.deepEqual(
      commands.filter((file) => countLines(join(folder, file)) > MOST_LINES_OF_A_COMMAND),
      [],
    );
  });

  it("keeps terminal, environment and exit codes out of the engine", () => {
    const wrong = sourceFiles(join(PROJECT_DIR, "src/engine")).filter((file) =>
      /\bprocess\.(?!getuid)\w|\bconsole\.|\bexitCode\b/.test(
        readFileSync(join(PROJECT_DIR, "src/engine", file), "utf8"),
      ),
    );
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

  it("lets files import nothing but Node's own modules", () => {
    const wrong = imports
      .filter(({ file }) => file.startsWith("files/"))
      .filter(({ target }) => !/^(?:src\/files\/|node:)/.test(target));
    assert.deepEqual(wrong, []);
  });

  it("flushes, renames over, hashes and walks in src/files alone", () => {
    const own =
      /import \{[^}]*\b(?:fsync|fsyncSync|rename|renameSync|createHash|hash|opendir)\b[^}]*\} from "node:|withFileTypes/;
    // The digests of the model and of a plan's lines are of texts, not of files.
    const wrong = sourceFiles(join(PROJECT_DIR, "src"))
      .filter((file) => !/^files\/|^model\/digest\.ts$|^saved\//.test(file))
      .filter((file) => own.test(readFileSync(join(PROJECT_DIR, "src", file), "utf8")));
    assert.deepEqual(wrong, []);
  });

  it("keeps process, clock and randomness out of plan, model and report", () => {
    const pure = sourceFiles(join(PROJECT_DIR, "src")).filter((file) => /^(plan|model|report)\//.test(file));
    const wrong = pure.filter((file) =>
      /\bprocess\.|\bDate\.now\(|new Date\(\)|Math\.random\(/.test(readSource(file)),
    );
    assert.deepEqual(wrong, []);
  });
});

/** Exports that no other file of the project names, as `file name`. */
function findUnusedExports(): readonly string[] {
  const words = wordsOfImporters();
  return sourceFiles(join(PROJECT_DIR, "src"))
    .filter((file) => !file.includes("generated/"))
    .flatMap((file) => {
      const text = readSource(file);
      const names = text.matchAll(EXPORTED);
      const used = words.get(`src/${file}`) ?? new Set();
      return Array.from(names, ([, name]) => name as string)
        .filter((name) => !used.has(name))
        .map((name) => `${file} ${name}`);
    });
}

const EXPORTED =
  /^export (?:(?:abstract|async|declare) )*(?:class|const|function\*?|interface|let|type) (\w+)/gm;

/** File → every word of the files that import it, by whatever road. */
function wordsOfImporters(): ReadonlyMap<string, ReadonlySet<string>> {
  const words = new Map<string, Set<string>>();
  for (const folder of ["src", "test", "bench", "bin", "scripts"]) {
    for (const name of readdirSync(join(PROJECT_DIR, folder), { recursive: true, encoding: "utf8" })) {
      const file = posix.join(folder, name.split(sep).join("/"));
      if (!/\.(ts|js|mjs)$/.test(file) || file.includes("/fixtures/")) continue;
      const text = readFileSync(join(PROJECT_DIR, file), "utf8");
      for (const [, path] of text.matchAll(/"(\.{1,2}\/[^"]+)"/g)) {
        const target = posix
          .join(dirname(file), path as string)
          .replace(/^dist\//, "")
          .replace(/\.js$/, ".ts");
        const known = words.get(target) ?? new Set();
        for (const word of text.match(/\w+/g) ?? []) known.add(word);
        words.set(target, known);
      }
    }
  }
  return words;
}

function readSource(file: string): string {
  return readFileSync(join(PROJECT_DIR, "src", file), "utf8");
}

/** An arrow between two files or two folders. */
interface Arrow {
  readonly from: string;
  readonly to: string;
}

/** Groups whose members reach each other, however many others lie between. */
function findCircles(arrows: readonly Arrow[]): readonly (readonly string[])[] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of arrows) {
    const known = targets.get(from) ?? [];
    known.push(to);
    targets.set(from, known);
  }
  const reached = new Map([...targets.keys()].map((from) => [from, reach(from, targets)]));
  const circles = new Set<string>();
  for (const [from, seen] of reached) {
    if (!seen.has(from)) continue;
    circles.add(
      [...seen]
        .filter((other) => reached.get(other)?.has(from))
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
    const specifiers = text.matchAll(/(?:(?<!\.)\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g);
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

function topOf(folder: string): string {
  return folder.split("/")[0] as string;
}

function countLines(path: string): number {
  return readFileSync(path, "utf8").split("\n").length - 1;
}

function packageOf(target: string): string {
  return target
    .split("/")
    .slice(0, target.startsWith("@") ? 2 : 1)
    .join("/");
}
