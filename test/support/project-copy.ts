import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { PROJECT_DIR } from "./paths.js";

/** Copies what git knows of the project to `dir`, with the build, and with node_modules as a link. */
export function copyProject(dir: string): void {
  const list = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: PROJECT_DIR,
    encoding: "utf8",
  });
  const files = list
    .split("\0")
    .filter((file) => file !== "" && file !== "node_modules" && existsSync(join(PROJECT_DIR, file)));
  for (const file of files) {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    cpSync(join(PROJECT_DIR, file), join(dir, file));
  }
  cpSync(join(PROJECT_DIR, "dist"), join(dir, "dist"), { recursive: true });
  symlinkSync(join(PROJECT_DIR, "node_modules"), join(dir, "node_modules"));
}
