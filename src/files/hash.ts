import { createHash, hash } from "node:crypto";
import { readSync } from "node:fs";
import { type Links, withRegularFile } from "./regular-file.js";
import { attempt } from "./system-error.js";

/** What a file holds. */
export interface Content {
  /** In hex. */
  readonly sha256: string;
  readonly bytes: number;
}

// One for all, as it is never in use twice.
const buffer = Buffer.allocUnsafeSlow(256 * 1024);

/** SHA-256 of bytes, or of a text as UTF-8, in hex. */
export function sha256Of(content: Uint8Array | string): string {
  return hash("sha256", content);
}

/** The name that git gives these bytes as a blob, in a repository of this hash. */
export function gitBlobOf(bytes: Uint8Array, algorithm: "sha1" | "sha256"): string {
  return createHash(algorithm).update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}

/** SHA-256 of a regular file in hex, also behind links; null when it can't be read. */
export function hashFile(path: string): string | null {
  return attempt(
    () => hashRegularFile(path, "follow").sha256,
    () => null,
  );
}

/** What a regular file holds. Throws the errors of the system. */
export function hashRegularFile(path: string | Buffer, links: Links): Content {
  return withRegularFile(path, links, (descriptor) => hashDescriptor(descriptor));
}

/** What can be read from a descriptor; `onPart` gets each part while it is in memory. Throws the errors of the system. */
export function hashDescriptor(descriptor: number, onPart?: (part: Buffer) => void): Content {
  const running = createHash("sha256");
  let bytes = 0;
  for (;;) {
    const size = readSync(descriptor, buffer, 0, buffer.length, null);
    if (size === 0) return { sha256: running.digest("hex"), bytes };
    const part = buffer.subarray(0, size);
    running.update(part);
    onPart?.(part);
    bytes += size;
  }
}

/** A digest of texts that is the same in whatever order they come: the sum of the digests of each. */
export class SetDigest {
  readonly #sums = new Uint32Array(8);
  #count = 0;

  add(text: string): void {
    const bytes = hash("sha256", text, "buffer");
    for (let index = 0; index < this.#sums.length; index++)
      this.#sums[index] = (this.#sums[index] as number) + bytes.readUInt32LE(index * 4);
    this.#count++;
  }

  /** How many there were, and their digest in hex. */
  end(): { readonly count: number; readonly digest: string } {
    return { count: this.#count, digest: Buffer.from(this.#sums.buffer).toString("hex") };
  }
}
