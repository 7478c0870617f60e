import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs, { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { describe, it } from "node:test";
import { createFile, movePath, replaceFile, writeTextFile } from "../../src/files/durable.js";
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

const OLD = "old\n";
const NEW = "new\n".repeat(1000);

describe("writing a text", () => {
  const FAULTY = ["mkdirSync", "openSync", "writeFileSync", "fsyncSync", "closeSync", "renameSync"] as const;
  for (const name of FAULTY)
    it(`keeps the old one, leaves nothing behind and says why when ${name} fails`, (t) => {
      const dir = makeTempDir(t);
      const file = join(dir, "a.yaml");
      writeFileSync(file, OLD);
      const work = fs[name];
      t.after(() => restore(name, work));
      restore(name, (...values: unknown[]) => {
        const error = Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
        restore(name, work);
        // What is closed is closed, whatever the system says then.
        if (name === "closeSync") fs.closeSync(values[0] as number);
        throw error;
      });
      assert.throws(() => writeTextFile(file, NEW), {
        name: "DiskFull",
        message: /a\.yaml can't be written: no space/,
      });
      assert.equal(readFileSync(file, "utf8"), OLD);
      assert.deepEqual(readdirSync(dir), ["a.yaml"]);
      writeTextFile(file, [NEW, OLD]);
      assert.equal(readFileSync(file, "utf8"), NEW + OLD);
    });

  it("shows the old one or the whole new one after a kill at any point, and the next run clears up", (t) => {
    const dir = makeTempDir(t);
    const file = join(dir, "a.yaml");
    const run = (killAt: number) =>
      spawnSync(process.execPath, ["--import", PRELOAD, "--input-type=module", "-e", PROGRAM, file, NEW], {
        env: { ...process.env, KILL_AT: String(killAt) },
      });
    let killed = 0;
    for (;;) {
      writeFileSync(file, OLD);
      const { signal, status } = run(killed + 1);
      assert.ok([OLD, NEW].includes(readFileSync(file, "utf8")), `point ${killed + 1}`);
      if (signal === null) {
        assert.equal(status, 0);
        break;
      }
      killed++;
      writeTextFile(file, NEW);
      assert.deepEqual(readdirSync(dir), ["a.yaml"], `point ${killed}`);
    }
    assert.ok(killed >= 5, `${killed}`);
  });

  it("replaces what a killed run left, also a link, and what it leads to stays", (t) => {
    const dir = makeTempDir(t);
    writeFileSync(join(dir, "other"), OLD);
    symlinkSync("other", join(dir, ".a.yaml.tmp"));
    writeTextFile(join(dir, "a.yaml"), NEW);
    assert.equal(readFileSync(join(dir, "other"), "utf8"), OLD);
    assert.deepEqual(readdirSync(dir).sort(), ["a.yaml", "other"]);
  });
});

const PRELOAD = new URL("../support/kill-at-staging.js", import.meta.url).href;
const PROGRAM = `const { writeTextFile } = await import(${JSON.stringify(new URL("../../src/files/durable.js", import.meta.url).href)});
writeTextFile(process.argv[1], process.argv[2]);`;

function restore(name: string, work: unknown): void {
  Object.assign(fs, { [name]: work });
  syncBuiltinESMExports();
}

describe("a new file and a moved one", () => {
  it("take no other's place", (t) => {
    const dir = makeTempDir(t);
    createFile(join(dir, "a"), OLD);
    assert.throws(() => createFile(join(dir, "a"), NEW), /a can't be written \(EEXIST/);
    movePath(join(dir, "a"), join(dir, "x/y/a"));
    assert.equal(readFileSync(join(dir, "x/y/a"), "utf8"), OLD);
    assert.throws(() => movePath(join(dir, "a"), join(dir, "b")), /b can't be written \(ENOENT/);
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
