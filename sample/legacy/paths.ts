/** A name as the old generator put it into file names. */
export function underscored(name: string): string {
  return name.replaceAll(" ", "_");
}
