/** The spelling that file systems which fold letter case or Unicode forms see. */
export function foldPath(path: string): string {
  return path.normalize("NFC").toLowerCase();
}
