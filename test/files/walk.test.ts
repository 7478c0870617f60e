import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import fc from "fast-check";
import { joinBytes } from "../../src/files/byte-names.js";
import { TOO_DEEP, walk } from "../../src/files/walk.js";
import { makeTempDir } from "../support/temp-dir.js";

/** Names of any bytes that a file system takes. */
const name = fc
  .oneof(
    fc.uint8Array({ minLength: 1, maxLength: 20 }),
    fc
      .constantFrom("caf\xe9", "a\nb", "\\xE9", "-", "...", "~", "\xff\xfe")
      .map((text) => Buffer.from(text, "latin1")),
  )
  .map((bytes) => Buffer.from(bytes.filter((byte) => byte !== 0 && byte !== 0x2f)))
  .filter((bytes) => bytes.length > 0 && !["", ".", ".."].includes(bytes.toString("latin1")));
const KINDS = ["file", "folder", "link"] as const;

function list(root: Buffer, options = {}): readonly string[] {
  return Array.from(walk(root, options), (entry) =>
    [entry.kind, entry.raw.toString("latin1"), ...("code" in entry ? [entry.code] : [])].join(" "),
  ).sort();
}

describe("walking a folder", () => {
  it("lists what is there, names byte for byte, each once, and follows no link", (t) => {
    const top = Buffer.from(makeTempDir(t));
    let count = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(name, fc.constantFrom(...KINDS), fc.nat(5)), { maxLength: 12 }),
        (steps) => {
          const root = joinBytes(top, Buffer.from(String(count++)));
          mkdirSync(root);
          const folders: Buffer[] = [Buffer.alloc(0)];
          const made = new Map<string, string>();
          for (const [own, kind, place] of steps) {
            const above = folders[place % folders.length] as Buffer;
            const raw = above.length === 0 ? own : joinBytes(above, own);
            if (made.has(raw.toString("latin1"))) continue;
            const path = joinBytes(root, raw);
            if (kind === "file") writeFileSync(path, "x");
            // Each link leads back to the top: whoever followed it would never end.
            else if (kind === "link") symlinkSync(root, path);
            else {
              mkdirSync(path);
              folders.push(raw);
            }
            made.set(raw.toString("latin1"), kind);
          }
          assert.deepEqual(list(root), Array.from(made, ([raw, kind]) => `${kind} ${raw}`).sort());
        },
      ),
      { numRuns: 300 },
    );
  });

  it("tells links to themselves and pipes from files, and opens none", (t) => {
    const dir = makeTempDir(t);
    symlinkSync("loop", join(dir, "loop"));
    symlinkSync("nowhere", join(dir, "dangling"));
    assert.equal(spawnSync("mkfifo", [join(dir, "pipe")]).status, 0);
    assert.deepEqual(list(Buffer.from(dir)), ["link dangling", "link loop", "special pipe"]);
  });

  it("names folders that it does not read", (t) => {
    const dir = makeTempDir(t);
    mkdirSync(join(dir, "a/b/c"), { recursive: true });
    assert.deepEqual(list(Buffer.from(dir), { deepest: 1 }), [
      "folder a",
      "folder a/b",
      `unreadable a/b ${TOO_DEEP}`,
    ]);
    const enters = (raw: Buffer): boolean => raw.toString() !== "a/b";
    assert.deepEqual(list(Buffer.from(dir), { enters }), ["folder a", "folder a/b"]);
    assert.deepEqual(list(Buffer.from(join(dir, "none"))), ["unreadable  ENOENT"]);
    writeFileSync(join(dir, "file"), "");
    assert.deepEqual(list(Buffer.from(join(dir, "file"))), ["unreadable  ENOTDIR"]);
  });
});
