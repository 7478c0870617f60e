import { fileURLToPath } from "node:url";
import { isInside } from "../../files/fence.js";

/** Absolute folder of this package's schemas when it lies inside the project and so exists in every checkout. */
export function findSchemas(projectDir: string): string | undefined {
  const folder = fileURLToPath(new URL("../../../../schemas", import.meta.url));
  return isInside(projectDir, folder) ? folder : undefined;
}
