import { join } from "node:path";
import { build } from "esbuild";
import { PROJECT_DIR } from "./paths.js";

/**
 * What a module of the web app exports. `path` is relative to test/ui. It is bundled for it: the app is no part of what
 * Node runs.
 */
export async function loadUi<Exports>(path: string): Promise<Exports> {
  const { outputFiles } = await build({
    stdin: { contents: `export * from "${path}";`, resolveDir: join(PROJECT_DIR, "test/ui") },
    bundle: true,
    write: false,
    format: "esm",
    jsx: "automatic",
    jsxImportSource: "preact",
  });
  const text = outputFiles[0]?.text ?? "";
  return (await import(`data:text/javascript;base64,${Buffer.from(text).toString("base64")}`)) as Exports;
}
