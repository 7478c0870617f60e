/** The marker of an asset root, which holds the name of its estate. */
export const ROOT_MARKER = ".album-sync-root";

/** Where a picture is staged, under the asset root: the album's folder, the old file name lower-cased and made safe. */
export function stagedFile(albumSlug: string, sourceFile: string): string {
  const name = sourceFile.slice(sourceFile.lastIndexOf("/") + 1).toLowerCase();
  return `${albumSlug}/${name
    .replace(/[^a-z0-9._-]+/g, "_")
    .replace(/_+/g, "_")
    .replace(/_\./g, ".")}`;
}

/** The sidecar's place beside a staged picture. */
export function sidecarFile(file: string): string {
  return file.replace(/\.png$/, ".json");
}

/** A name as the old generator put it into file names. */
export function underscored(name: string): string {
  return name.replaceAll(" ", "_");
}
