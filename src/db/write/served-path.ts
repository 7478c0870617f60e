import type { Execution } from "./execution.js";

/** Where the backend finds an image file: absolute path. */
export function servedPath(
  { servedFrom, servedRoots = {} }: Pick<Execution, "servedFrom" | "servedRoots">,
  file: string,
): string {
  const slash = file.indexOf("/");
  const name = file.slice(0, Math.max(slash, 0));
  if (slash < 0 || !Object.hasOwn(servedRoots, name)) return `${servedFrom}/${file}`;
  return `${servedRoots[name]}/${file.slice(slash + 1)}`;
}
