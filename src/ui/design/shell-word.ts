/** A path as one word of a command, as POSIX shells read it. */
export function toShellWord(path: string): string {
  // A path that begins with a hyphen would be an option.
  const word = path.startsWith("-") ? `./${path}` : path;
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
