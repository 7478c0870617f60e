import { join } from "node:path";
import { rolldown } from "rolldown";
import { PROJECT_DIR } from "./paths.js";

/**
 * What a module of the web app exports. `path` is relative to test/ui. It is bundled for it: the app is no part of what
 * Node runs.
 */
export async function loadUi<Exports>(path: string): Promise<Exports> {
  const bundle = await rolldown({
    input: join(PROJECT_DIR, "test/ui", path),
    platform: "browser",
    tsconfig: join(PROJECT_DIR, "src/ui/tsconfig.json"),
  });
  const { output } = await bundle.generate({ format: "esm" });
  await bundle.close();
  const text = output[0].code;
  return (await import(`data:text/javascript;base64,${Buffer.from(text).toString("base64")}`)) as Exports;
}
