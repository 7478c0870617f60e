import { isUtf8 } from "node:buffer";
import type { Problem } from "./problem.js";

/** Files beyond this many bytes are not read: parsing one would take minutes and gigabytes. */
export const MAX_TEXT_BYTES = 64 * 1024 * 1024;

/** A text file as read: `bytes` as on disk, `text` without byte order mark. */
export interface TextFile {
  readonly bytes: Buffer;
  readonly text: string;
}

/** True when reading ended in a problem. */
export function isProblem(result: TextFile | Problem): result is Problem {
  return "code" in result;
}

/** The text of a file, or what is wrong with its bytes. */
export function decodeText(file: string, bytes: Buffer): TextFile | Problem {
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (utf16) return notUtf8(file, "The file is UTF-16", 0);
  const text = bytes.toString("utf8");
  if (!isUtf8(bytes)) return notUtf8(file, "The file is not UTF-8", firstBadOffset(bytes, text));
  return { bytes, text: text.startsWith("\ufeff") ? text.slice(1) : text };
}

function notUtf8(file: string, what: string, offset: number): Problem {
  return {
    code: "not-utf8",
    at: { file, offset, length: 1 },
    summary: what,
    expected: "text in UTF-8",
    help: "Save the file as UTF-8.",
  };
}

// Decoding puts U+FFFD where bytes are wrong; one that is really in the file has its own three bytes there.
function firstBadOffset(bytes: Buffer, text: string): number {
  let at = text.indexOf("\ufffd");
  let byte = Buffer.byteLength(text.slice(0, at));
  while (at >= 0 && bytes.subarray(byte, byte + 3).equals(Buffer.from("\ufffd"))) {
    const next = text.indexOf("\ufffd", at + 1);
    byte += Buffer.byteLength(text.slice(at, next < 0 ? undefined : next));
    at = next;
  }
  return Math.max(0, at);
}
