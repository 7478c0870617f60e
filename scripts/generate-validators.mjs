// schemas/ → dist/src/{manifest,saved,collect}/generated/validators.js: Ajv's standalone code, so that no run pays for compiling
// a schema. The saved plan and the sidecar have files of their own, which only their readers load.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import standaloneCode from "ajv/dist/standalone/index.js";

const root = join(import.meta.dirname, "..");
const ajv = new Ajv({
  allErrors: true,
  verbose: true, // errors name the keys that a schema knows, for "did you mean"
  allowUnionTypes: true,
  discriminator: true,
  // Annotations for editors.
  keywords: ["enumDescriptions", "patternErrorMessage"],
  code: { source: true, esm: true, lines: true },
});
const names = { manifest: {}, saved: {}, collect: {} };
const homes = { "plan.schema.json": names.saved, "sidecar.schema.json": names.collect };
for (const file of readdirSync(join(root, "schemas"))
  .filter((name) => name.endsWith(".schema.json"))
  .sort()) {
  const { definitions, ...top } = JSON.parse(readFileSync(join(root, "schemas", file), "utf8"));
  const schema = inline(top, definitions);
  ajv.addSchema(schema, file);
  // set-template.schema.json is exported as validateSetTemplate.
  const words = file.replace(".schema.json", "").split("-");
  const home = homes[file] ?? names.manifest;
  home[`validate${words.map((word) => word[0].toUpperCase() + word.slice(1)).join("")}`] = file;
}
for (const [folder, exported] of Object.entries(names)) {
  const target = join(root, `dist/src/${folder}/generated/validators.js`);
  mkdirSync(join(target, ".."), { recursive: true });
  writeFileSync(target, useImports(standaloneCode.default(ajv, exported)));
}

/**
 * The schema with each $ref replaced by what it names. A $ref becomes a function whose errors Ajv joins to those before
 * by copying them all: with ten thousand bad entries that took half a minute.
 */
function inline(part, definitions) {
  if (typeof part !== "object" || part === null) return part;
  if (Array.isArray(part)) return part.map((item) => inline(item, definitions));
  if (part.$ref !== undefined)
    return inline(definitions[part.$ref.replace("#/definitions/", "")], definitions);
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, inline(value, definitions)]));
}

/** Ajv's ESM output still calls require() for its own run-time functions. */
function useImports(code) {
  const imports = new Map();
  const body = code.replace(/require\("([^"]+)"\)/g, (_whole, path) => {
    const name = imports.get(path) ?? `runtime${imports.size}`;
    imports.set(path, name);
    return name;
  });
  const lines = [...imports].map(([path, name]) => `import ${name} from "${path}.js";\n`);
  return `${lines.join("")}${body}`;
}
