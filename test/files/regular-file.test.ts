import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { hashFile, hashRegularFile } from "../../src/files/hash.js";
import { readFile, readStart, readTextFile } from "../../src/files/regular-file.js";
import { describeReadError } from "../../src/files/system-error.js";
import { editFiles } from "../../src/manifest/edit/edit-files.js";
import { hashBytes } from "../support/pictures.js";
import { makeTempDir } from "../support/temp-dir.js";

describe("a regular file", () => {
  it("is read and hashed whole, also when it is longer than a buffer", (t) => {
    const bytes = Buffer.alloc(700_001, "album-sync");
    const path = join(makeTempDir(t), "big.bin");
    writeFileSync(path, bytes);
    assert.ok(readFile(path).equals(bytes));
    assert.ok(readStart(path, "follow", 1000).equals(bytes.subarray(0, 1000)));
    assert.deepEqual(hashRegularFile(path, "refuse"), { sha256: hashBytes(bytes), bytes: 700_001 });
  });

  it("is read to its end where the system tells no size", () => {
    assert.match(readTextFile("/proc/self/status"), /^Name:.*\n(.*\n)+$/);
  });

  it("is told from folders, pipes, loops and what is not there, without waiting", (t) => {
    const dir = makeTempDir(t);
    mkdirSync(join(dir, "folder"));
    assert.equal(spawnSync("mkfifo", [join(dir, "pipe")]).status, 0);
    symlinkSync("loop", join(dir, "loop"));
    writeFileSync(join(dir, "file"), "x");
    symlinkSync("file", join(dir, "link"));
    const codes = { folder: "EISDIR", pipe: "ENXIO", loop: "ELOOP", none: "ENOENT", "file/x": "ENOTDIR" };
    for (const [name, code] of Object.entries(codes)) {
      // An error that ends a run has to say which file it was.
      assert.throws(
        () => readFile(join(dir, name)),
        (error) => {
          assert.ok(error instanceof Error && error.message.includes(join(dir, name)));
          assert.equal((error as NodeJS.ErrnoException).code, code);
          return true;
        },
      );
      assert.equal(hashFile(join(dir, name)), null);
      assert.equal(readStart(join(dir, name), "follow", 9).length, 0);
      // Whoever edits a file reads it this way, too.
      assert.throws(() => editFiles([{ file: join(dir, name), line: 0, edit: REMOVE }]), { code });
    }
    assert.equal(readTextFile(join(dir, "link")), "x");
    assert.throws(() => hashRegularFile(join(dir, "link"), "refuse"), { code: "ELOOP" });
  });

  it("is not read as text when it is none: what is not UTF-8 would be lost", (t) => {
    const path = join(makeTempDir(t), "a.yaml");
    writeFileSync(path, Buffer.from("name: caf\xe9\n", "latin1"));
    assert.throws(() => readTextFile(path), /a\.yaml is not UTF-8/);
    writeFileSync(path, "\ufeffname: café\n");
    assert.equal(readTextFile(path), "\ufeffname: café\n");
  });
});

const REMOVE = { edit: "remove", path: ["x"] } as const;

describe("why a file can't be read", () => {
  it("is said in words, and by the code where there are none", () => {
    assert.equal(describeReadError("ENOENT"), "does not exist");
    assert.equal(describeReadError("ENOTDIR", "folder"), "is not a folder");
    assert.equal(describeReadError("EPERM"), describeReadError("EACCES"));
    assert.equal(describeReadError("EMFILE"), "can't be read (EMFILE)");
  });
});
