import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { replaceFile } from "../../src/files/durable.js";
import { FolderFlush } from "../../src/files/flush.js";
import { makeTempDir } from "../support/temp-dir.js";

describe("replacing a file", () => {
  it("shows the old bytes or the new ones to whoever reads meanwhile", async (t) => {
    const path = join(makeTempDir(t), "1.webp");
    const versions = ["a", "b"].map((letter) => letter.repeat(2_000_000));
    writeFileSync(path, versions[0] as string);
    let writing = true;
    const writer = replaceFile(path, Buffer.from(versions[1] as string)).finally(() => {
      writing = false;
    });
    let reads = 0;
    while (writing) {
      assert.ok(versions.includes(readFileSync(path, "utf8")));
      reads++;
      await new Promise((resolve) => setImmediate(resolve));
    }
    await writer;
    assert.ok(reads > 0);
    assert.equal(readFileSync(path, "utf8"), versions[1]);
  });

  it("leaves nothing behind when it fails, and names the file", async (t) => {
    const dir = makeTempDir(t);
    mkdirSync(join(dir, "1.webp/occupied"), { recursive: true });
    await assert.rejects(replaceFile(join(dir, "1.webp"), Buffer.from("x")), /1\.webp can't be written/);
    await assert.rejects(
      replaceFile(join(dir, "none/1.webp"), Buffer.from("x")),
      /none\/1\.webp can't be written/,
    );
    assert.deepEqual(readdirSync(dir), ["1.webp"]);
  });
});

describe("flushing a folder", () => {
  it("serves every caller, also those that come while it runs", async (t) => {
    const folder = new FolderFlush(makeTempDir(t));
    const calls = Array.from({ length: 50 }, async (_, index) => {
      for (let i = 0; i < index; i++) await Promise.resolve();
      await folder.flush();
      return index;
    });
    assert.equal((await Promise.all(calls)).length, 50);
  });

  it("fails for every caller when the folder is gone, and works again when it is back", async (t) => {
    const dir = join(makeTempDir(t), "later");
    const folder = new FolderFlush(dir);
    const ends = await Promise.allSettled([folder.flush(), folder.flush(), folder.flush()]);
    assert.deepEqual(
      ends.map(({ status }) => status),
      ["rejected", "rejected", "rejected"],
    );
    mkdirSync(dir);
    await folder.flush();
  });
});
