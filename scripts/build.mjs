// Compiles to dist/: everything but the drawing of the sample, or only what is named: src (the product alone) or sample.
// Then writes the validators that Ajv makes from schemas/, and dist/bundle/ and the web app in dist/ui/, which are shipped.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const [part] = process.argv.slice(2);
// A test file that was deleted or renamed must not go on running from dist.
rmSync(join(root, "dist", part ?? ""), { recursive: true, force: true });
run(join(root, "node_modules/typescript/bin/tsc"), ["-p", join(root, part ?? "")]);
if (part !== "sample") {
  run(join(root, "scripts/generate-validators.mjs"), []);
  run(join(root, "scripts/bundle.mjs"), []);
  run(join(root, "scripts/keep-compiled.mjs"), [], "ignore");
  run(join(root, "scripts/build-ui.mjs"), []);
}

function run(script, args, stdout = "inherit") {
  const stdio = ["inherit", stdout, "inherit"];
  const { status } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio });
  if (status !== 0) process.exit(status ?? 1);
}
