/** True when one of the etags in an If-None-Match header is this one, or any will do. */
export function isSame(ifNoneMatch: string | readonly string[] | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const header = typeof ifNoneMatch === "string" ? ifNoneMatch : ifNoneMatch.join(",");
  return header
    .split(",")
    .map((one) => one.trim().replace(/^W\//, ""))
    .some((one) => one === "*" || one === etag);
}
