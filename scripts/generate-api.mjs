// src/server/table.ts → docs/openapi.json, from the built routes: run it after scripts/build.mjs. With --check it only
// compares, and exits 1 when the file is out of date.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const load = (file) => import(join(root, "dist/src", file));
const [{ ROUTES }, { describeApi }, { readVersion }] = await Promise.all([
  load("server/table.js"),
  load("server/http/open-api.js"),
  load("engine/project/version.js"),
]);
const file = join(root, "docs/openapi.json");
const text = `${JSON.stringify(describeApi(ROUTES, readVersion()), null, 2)}\n`;
if (!process.argv.includes("--check")) writeFileSync(file, text);
else if (readFileSync(file, "utf8") !== text) {
  process.stderr.write("docs/openapi.json is out of date: run npm run generate:api\n");
  process.exitCode = 1;
}
