/** What parts the names of a path. */
export const SLASH = Buffer.from("/");

/** Absolute path of something below a folder; both byte for byte. */
export function joinBytes(root: Buffer, raw: Buffer): Buffer {
  return raw.length === 0 ? root : Buffer.concat([root, SLASH, raw]);
}

/** Text of a file name: UTF-8, and `\xHH` for each byte that is not. Different names give different texts. */
export function decodeName(name: Buffer): string {
  const text = name.toString("utf8");
  // A backslash that looks like our own escape is escaped itself.
  if (Buffer.from(text, "utf8").equals(name)) return text.replace(/\\(?=x[0-9A-F]{2})/g, "\\x5C");
  return Array.from(name.toString("latin1"), (character) =>
    character < "\x80" && character !== "\\" ? character : `\\x${toHex(character)}`,
  ).join("");
}

function toHex(character: string): string {
  return character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0");
}
