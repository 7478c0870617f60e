import { isAbsolute, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** Absolute folder of this package's schemas when it lies inside the project and so exists in every checkout. */
export function findSchemas(projectDir: string): string | undefined {
  const path = relative(projectDir, fileURLToPath(new URL("../../../../schemas", import.meta.url)));
  return path.startsWith("..") || isAbsolute(path) ? undefined : join(projectDir, path);
}
