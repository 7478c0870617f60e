// dist/src/ → dist/bundle/, which is what is shipped and what bin/sync.js starts: CommonJS in few pieces, since a module of
// its own costs 0.7 ms of every start (docs/decisions/0033-the-program-in-pieces.md).
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { listLicences } from "./licences.mjs";

const root = join(import.meta.dirname, "..");
const source = join(root, "dist/src");
const target = join(root, "dist/bundle");

/**
 * Pieces that are loaded as a whole, with all that their modules import in turn but for `import()`. The rest is cut where
 * `import()` stands. test/cli/start-up.test.ts counts what a plan loads.
 */
const PIECES = {
  version: ["engine/project/version"],
  start: [
    "cli/program",
    "cli/report-failure",
    "cli/terminal/signals",
    "model/text-order",
    "report/text/diagnostics",
  ],
  plan: [
    "cli/args/plan-request",
    "cli/args/project",
    "cli/views/print-plan",
    "cli/views/save-plan",
    "db/connection/connect",
    "db/dialects/sqlite/session",
    "db/dialects/sqlite/settle",
    "db/open-database",
    "db/read/observe",
    "db/schema/schema",
    "db/schema/state",
    "engine/plan/plan",
    "engine/plan/plan-pictures",
    "engine/plan/restored-files",
    "engine/project/assets",
    "images/recipe",
    "manifest/check/assets",
    "manifest/load/load",
    "manifest/read/settings",
    "plan/plan",
    "report/text/plan-text",
  ],
};

/** Packages that are small and that most commands load; the others stay outside and are installed with this one. */
const INSIDE =
  /^(?:ajv|cac|fast-deep-equal|fast-uri|fastest-levenshtein|json-schema-traverse|p-limit|picocolors|yocto-queue)(?:\/|$)/;

const modules = await write({
  input: { main: join(source, "cli/main.js") },
  output: {
    format: "cjs",
    // Compiled code that was kept can't import (bin/pieces.js).
    dynamicImportInCjs: false,
    entryFileNames: "[name].cjs",
    chunkFileNames: "[name]-[hash].cjs",
    codeSplitting: { groups: Object.entries(PIECES).map(describePiece) },
    cleanDir: true,
  },
});
// Threads and processes are started by the address of a file.
const ofThreads = await write({
  input: {
    "hash-thread": join(source, "manifest/check/hash-thread.js"),
    "fact-thread": join(source, "collect/facts/fact-thread.js"),
    "engine-program": join(source, "server/plan/engine-program.js"),
    "postgres-thread": join(source, "db/dialects/postgres/postgres-thread.js"),
  },
  output: { format: "esm" },
});
writeFileSync(join(target, "LICENSES.txt"), listLicences([...modules, ...ofThreads]));

async function write({ input, output }) {
  const bundle = await rolldown({
    input,
    platform: "node",
    external: (id) => /^[^./]/.test(id) && !INSIDE.test(id),
    // Importing one of our modules does nothing but define what it exports.
    treeshake: { moduleSideEffects: false },
    checks: { ineffectiveDynamicImport: false },
  });
  const { output: files } = await bundle.write({ dir: target, comments: false, charset: "ascii", ...output });
  await bundle.close();
  return files.flatMap(({ moduleIds }) => moduleIds);
}

function describePiece([name, modules], index) {
  const files = new Set(modules.map((module) => join(source, `${module}.js`)));
  return { name, test: (id) => files.has(id), priority: 10 - index };
}
