import { join } from "node:path";

/** The project folder, seen from dist/test/support. */
export const PROJECT_DIR = join(import.meta.dirname, "../../..");
