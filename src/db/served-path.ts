import type { Execution } from "./execution.js";

/** Where the backend finds an image file: absolute path. */
export function servedPath(
  { servedFrom, servedRoots = {} }: Pick<Execution, "servedFrom" | "servedRoots">,
  file: string,
): string {
  const name = file.split("/")[0] as string;
  if (!file.includes("/") || !Object.hasOwn(servedRoots, name)) return `${servedFrom}/${file}`;
  return `${servedRoots[name]}/${file.slice(name.length + 1)}`;
}
