import { cpSync, symlinkSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { PROJECT_DIR } from "./paths.js";

/** What a checkout does not hold, or what is linked instead. */
const LEFT_OUT = /^(\.git|node_modules|data\/thumbnails|data\/[^/]*\.db[^/]*)$/;

/** Copies the project to a new folder, as a checkout with its build; node_modules becomes a link. */
export function copyProject(dir: string): void {
  cpSync(PROJECT_DIR, dir, {
    recursive: true,
    filter: (source) => !LEFT_OUT.test(relative(PROJECT_DIR, source).split(sep).join("/")),
  });
  symlinkSync(join(PROJECT_DIR, "node_modules"), join(dir, "node_modules"));
}
