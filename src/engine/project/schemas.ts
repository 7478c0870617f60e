import { join } from "node:path";
import { isInside } from "../../files/fence.js";
import { PACKAGE_DIR } from "../../files/own-package.js";

/** Absolute folder of this package's schemas when it lies inside the project and so exists in every checkout. */
export function findSchemas(projectDir: string): string | undefined {
  const folder = join(PACKAGE_DIR, "schemas");
  return isInside(projectDir, folder) ? folder : undefined;
}
