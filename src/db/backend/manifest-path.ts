/** Characters that the column has room for. */
const MOST = 500;

/** What a column for the path of a manifest holds: empty for one that is too long, since a part of it names no file. */
export function manifestPath(manifest: string): string {
  return manifest.length > MOST ? "" : manifest;
}
