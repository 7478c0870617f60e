// Beside each piece of dist/bundle/ that a plan loads: its compiled code, as V8 has it after a plan of this project without a
// database. It is of use to the Node.js that made it alone.
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const { compiledFileOf, openPieces } = createRequire(import.meta.url)("../bin/pieces.js");
const scripts = new Map();
const load = openPieces(join(root, "dist/bundle"), (file, script) => scripts.set(file, script));

/** The exit code of a plan whose manifests or configuration have errors. */
const INVALID = 3;

process.argv = [
  process.execPath,
  join(root, "bin/sync.js"),
  "plan",
  "-C",
  root,
  "--db",
  "sqlite:data/none.db",
];
process.on("exit", () => {
  for (const [file, script] of scripts) writeFileSync(compiledFileOf(file), script.createCachedData());
  // Manifests here that can't be planned are no reason not to build; sync says what is wrong with them.
  if (process.exitCode === INVALID) process.exitCode = 0;
});
load("main.cjs");
