// Bundles the web app of src/ui to dist/ui: names with hashes of the content, and a page that knows them.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";

const root = join(import.meta.dirname, "..");
const from = join(root, "src/ui");
const to = join(root, "dist/ui");

const types = spawnSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", from], {
  stdio: "inherit",
});
if (types.status !== 0) process.exit(types.status ?? 1);

rmSync(to, { recursive: true, force: true });
mkdirSync(to, { recursive: true });
const { metafile } = await build({
  entryPoints: [
    { in: join(from, "main.tsx"), out: "app" },
    { in: join(from, "app.css"), out: "style" },
  ],
  absWorkingDir: root,
  outdir: to,
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  minify: true,
  target: ["chrome111", "firefox115", "safari16.4"],
  jsx: "automatic",
  jsxImportSource: "preact",
  metafile: true,
  logLevel: "warning",
});
const built = Object.entries(metafile.outputs)
  .filter(([, output]) => output.entryPoint !== undefined)
  .map(([file, output]) => [output.entryPoint, basename(file)]);
const nameOf = (entry) => `/${built.find(([point]) => point === entry)[1]}`;
// What the script imports at once is fetched beside it, not after it.
const [, script] = Object.entries(metafile.outputs).find(
  ([, output]) => output.entryPoint === "src/ui/main.tsx",
);
const preloads = script.imports
  .filter(({ kind }) => kind === "import-statement")
  .map(({ path }) => `<link rel="modulepreload" href="/${basename(path)}">`);
const page = readFileSync(join(from, "index.html"), "utf8")
  .replace("{{style}}", nameOf("src/ui/app.css"))
  .replace("{{script}}", nameOf("src/ui/main.tsx"))
  .replace("{{preloads}}", preloads.join("\n    "));
writeFileSync(join(to, "index.html"), page);
copyFileSync(join(from, "icon.svg"), join(to, "icon.svg"));
