import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of this checkout or installed package, absolute, without links where Node.js followed them. */
export const PACKAGE_DIR = findAbove(dirname(fileURLToPath(import.meta.url)), "package.json");

/** The nearest folder that holds `name`: the pieces that are shipped lie less deep than the files they are made of. */
function findAbove(dir: string, name: string): string {
  const above = dirname(dir);
  return existsSync(join(dir, name)) || above === dir ? dir : findAbove(above, name);
}
