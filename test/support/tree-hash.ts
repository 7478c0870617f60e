import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { sha256Of } from "../../src/files/hash.js";

/** Every file below a folder with the hash of its bytes. SQLite's shared memory is left out: reading changes it. */
export function hashTree(dir: string): { readonly [path: string]: string } {
  const paths = readdirSync(dir, { recursive: true, encoding: "utf8" }).sort();
  return Object.fromEntries(
    paths
      .filter((path) => !path.endsWith("-shm") && statSync(join(dir, path)).isFile())
      .map((path) => [path, sha256Of(readFileSync(join(dir, path)))]),
  );
}
