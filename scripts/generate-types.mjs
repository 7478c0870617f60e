// schemas/*.schema.json → src/model/generated/*.ts. With --check: exits 1 when a committed file is stale.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compileFromFile } from "json-schema-to-typescript";

const root = join(import.meta.dirname, "..");
const outDir = join(root, "src/model/generated");
const check = process.argv.includes("--check");
const stale = [];

mkdirSync(outDir, { recursive: true });
for (const name of readdirSync(join(root, "schemas"))
  .filter((n) => n.endsWith(".schema.json"))
  .sort()) {
  const text = await compileFromFile(join(root, "schemas", name), {
    bannerComment: `// Made from schemas/${name} by npm run generate. Edit the schema, not this file.`,
    additionalProperties: false,
    cwd: join(root, "schemas"),
    style: { printWidth: 110 },
  });
  const target = join(outDir, name.replace(".schema.json", ".ts"));
  if (check) {
    const committed = read(target);
    if (committed !== text) stale.push(target);
  } else if (read(target) !== text) {
    writeFileSync(target, text);
  }
}
if (stale.length > 0) {
  process.stderr.write(`Stale, run "npm run generate":\n${stale.map((file) => `  ${file}\n`).join("")}`);
  process.exitCode = 1;
}

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
