// Draws the sample estate anew: the old trees, then data/legacy and manifests/legacy as sync collect makes them of those.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { renderPng } from "./draw/png.js";
import { collectSourceTrees, writeSourceTrees } from "./estate/source-trees.js";

const projectDir = join(import.meta.dirname, "../..");
const sources = mkdtempSync(join(tmpdir(), "sample-"));
try {
  await writeSourceTrees(sources, projectDir, ({ draw }) => renderPng(draw()));
  // What collect finds in its place it keeps; the sample is what a first run makes.
  for (const made of ["data/legacy", "manifests/legacy"]) rmSync(join(projectDir, made), { recursive: true });
  process.stdout.write(collectSourceTrees(sources, projectDir));
} finally {
  rmSync(sources, { recursive: true });
}
