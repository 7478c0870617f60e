import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PACKAGE_DIR } from "../../files/own-package.js";

/** The version of this package, from its package.json. */
export function readVersion(): string {
  const text = readFileSync(join(PACKAGE_DIR, "package.json"), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
