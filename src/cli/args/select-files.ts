import { relative, resolve, sep } from "node:path";
import { usageFailure } from "../../engine/project/failure.js";
import { exists } from "../../files/exists.js";

/**
 * Tells project files (relative, with `/`) inside the given paths; all files when there are none. Throws a usage failure
 * for a path that is not there.
 */
export function selectFiles(
  paths: readonly string[],
  cwd: string,
  projectDir: string,
): (file: string) => boolean {
  const wanted = paths.map((path) => {
    const absolute = resolve(cwd, path);
    if (!exists(absolute)) throw usageFailure(`there is no file or folder ${path}`, "Check the path.");
    return relative(projectDir, absolute).split(sep).join("/");
  });
  return (file) =>
    wanted.length === 0 || wanted.some((path) => path === "" || file === path || file.startsWith(`${path}/`));
}
