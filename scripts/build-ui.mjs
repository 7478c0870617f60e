// Bundles the web app of src/ui to dist/ui: names with hashes of the content, and a page that knows them.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { listLicences } from "./licences.mjs";

const root = join(import.meta.dirname, "..");
const from = join(root, "src/ui");
const to = join(root, "dist/ui");

const types = spawnSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", from], {
  stdio: "inherit",
});
if (types.status !== 0) process.exit(types.status ?? 1);

rmSync(to, { recursive: true, force: true });
mkdirSync(to, { recursive: true });
const pieces = await writeScripts();
const style = writeStyle();
const app = pieces.find(({ isEntry }) => isEntry);
// What the script imports at once is fetched beside it, not after it.
const preloads = app.imports.map((file) => `<link rel="modulepreload" href="/${file}">`);
const page = readFileSync(join(from, "index.html"), "utf8")
  .replace("{{style}}", `/${style}`)
  .replace("{{script}}", `/${app.fileName}`)
  .replace("{{preloads}}", preloads.join("\n    "));
writeFileSync(join(to, "index.html"), page);
copyFileSync(join(from, "icon.svg"), join(to, "icon.svg"));
writeFileSync(join(to, "LICENSES.txt"), listLicences(pieces.flatMap(({ moduleIds }) => moduleIds)));

async function writeScripts() {
  const bundle = await rolldown({
    input: { app: join(from, "main.tsx") },
    platform: "browser",
    tsconfig: join(from, "tsconfig.json"),
    // The first that know nested rules of CSS.
    transform: { target: ["chrome120", "firefox117", "safari17.2"] },
  });
  const { output } = await bundle.write({
    dir: to,
    format: "esm",
    minify: true,
    entryFileNames: "[name]-[hash].js",
    chunkFileNames: "[name]-[hash].js",
    // Those of base64url have hyphens among them, which names have as well.
    hashCharacters: "hex",
  });
  await bundle.close();
  return output;
}

/** One file of what app.css imports, in its order; its name. */
function writeStyle() {
  const imports = readFileSync(join(from, "app.css"), "utf8").trim().split("\n");
  const text = imports
    .map((line) => {
      const [, path] = /^@import "([^"]+)";$/.exec(line) ?? [];
      if (path === undefined) throw new Error(`app.css may only import, line by line: ${line}`);
      return readFileSync(join(from, path), "utf8");
    })
    .join("");
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 8);
  const name = `style-${hash}.css`;
  writeFileSync(join(to, name), text);
  return name;
}
