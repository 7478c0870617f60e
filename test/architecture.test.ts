import assert from "node:assert/strict";
import { dirname } from "node:path";
import { describe, it } from "node:test";
import { findCycles } from "./support/cycles.js";
import { countLines, findUnusedExports, readImports, readSource, SOURCES } from "./support/sources.js";

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
  recipe: ["collect/facts/vocabulary", "collect/source/names", "files", "model"],
  scaffold: ["collect/old-set", "manifest", "model"],
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
    "recipe",
    "report/formats/unified-diff",
    "report/html/html",
    "saved",
    "scaffold",
    "spill",
    "verify",
  ],
  server: ["engine", "files", "model"],
  worker: ["engine", "files", "model"],
  // The web app speaks to the server's API only, and nothing of it runs in Node.
  ui: [],
  cli: ["*"],
};

/** Package → the only folders of src that may import it. */
const HOMES: Record<string, readonly string[]> = {
  yaml: ["manifest"],
  ajv: ["manifest", "server"],
  "csv-parse": ["manifest"],
  knex: ["db"],
  "better-sqlite3": ["db"],
  pg: ["db"],
  "pg-copy-streams": ["db"],
  "graphile-worker": ["db"],
  sharp: ["images"],
  diff: ["report"],
  cac: ["cli"],
  "temporal-polyfill": ["collect"],
  preact: ["ui"],
  "@preact/signals": ["ui"],
  "@codemirror/view": ["ui"],
  "@codemirror/state": ["ui"],
};

const MOST_FILES = 20;
const MOST_LINES = 300;
/** A command is its options, one call of the engine and one print. */
const MOST_LINES_OF_A_COMMAND = 100;

const imports = readImports();

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

  it("has no import cycles, not even of types", () => {
    const arrows = imports
      .filter(({ target }) => target.startsWith("src/"))
      .map(({ file, target }) => ({
        from: file,
        to: sourceOf(target.slice("src/".length)),
      }));
    assert.deepEqual(findCycles(arrows), []);
  });

  it("finds a cycle that it is shown, however long", () => {
    const arrows = ["ab", "bc", "ca", "cd", "de"].map(([from = "", to = ""]) => ({ from, to }));
    assert.deepEqual(findCycles(arrows), [["a", "b", "c"]]);
  });

  it("lets the rooms of a folder import each other one way only", () => {
    const between = imports
      .map(({ file, target }) => ({ from: dirname(file), to: dirname(target.slice("src/".length)) }))
      .filter(({ from, to }) => from !== to && topOf(from) === topOf(to));
    assert.deepEqual(findCycles(between), []);
  });

  it("has one order of kinds and one of texts", () => {
    const others = SOURCES.filter(
      (file) => file !== "model/address.ts" && file !== "model/text-order.ts",
    ).filter((file) =>
      /"set-template",\s*"album",\s*"image"|< [a-z][\w.]* \? -1|localeCompare/.test(readSource(file)),
    );
    assert.deepEqual(others, []);
  });

  it("keeps where lists lie out of what is planned, reported and applied, and hands out no proxies", () => {
    const files = SOURCES;
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
    const others = SOURCES.filter((file) => /^export (type )?(\*|\{|default)/m.test(readSource(file)));
    assert.deepEqual(others, [], "exports of a form that is not checked");
    assert.deepEqual(findUnusedExports(), []);
  });

  it("keeps folders small enough to be taken in at a glance", () => {
    const counts = new Map<string, number>();
    for (const file of SOURCES) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
    const full = [...counts].filter(([folder, count]) => count > MOST_FILES && folder !== "cli/commands");
    assert.deepEqual(full, []);
  });

  it("keeps files short", () => {
    const long = SOURCES.filter((file) => !file.includes("generated/")).filter(
      (file) => countLines(file) > MOST_LINES,
    );
    assert.deepEqual(long, []);
  });

  it("keeps commands short", () => {
    const commands = SOURCES.filter((file) => file.startsWith("cli/commands/"));
    assert.ok(commands.length > 10);
    assert.deepEqual(
      commands.filter((file) => countLines(file) > MOST_LINES_OF_A_COMMAND),
      [],
    );
  });

  it("keeps terminal, environment and exit codes out of the engine", () => {
    const wrong = SOURCES.filter((file) => file.startsWith("engine/")).filter((file) =>
      /\bprocess\.(?!getuid)\w|\bconsole\.|\bexitCode\b/.test(readSource(file)),
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

  it("keeps the web app out of the program, and Node out of the web app", () => {
    const wrong = imports.filter(({ file, target }) =>
      file.startsWith("ui/") ? target.startsWith("node:") : target.startsWith("src/ui/"),
    );
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
    const wrong = SOURCES.filter((file) => !/^files\/|^model\/digest\.ts$|^saved\//.test(file)).filter(
      (file) => own.test(readSource(file)),
    );
    assert.deepEqual(wrong, []);
  });

  it("keeps process, clock and randomness out of plan, model and report", () => {
    const pure = SOURCES.filter((file) => /^(plan|model|report)\//.test(file));
    const wrong = pure.filter((file) =>
      /\bprocess\.|\bDate\.now\(|new Date\(\)|Math\.random\(/.test(readSource(file)),
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

/** The file that is compiled to what an import names. */
function sourceOf(target: string): string {
  const file = target.replace(/\.js$/, ".ts");
  return SOURCES.includes(file) ? file : target.replace(/\.js$/, ".tsx");
}

function topOf(folder: string): string {
  return folder.split("/")[0] as string;
}

function packageOf(target: string): string {
  return target
    .split("/")
    .slice(0, target.startsWith("@") ? 2 : 1)
    .join("/");
}
