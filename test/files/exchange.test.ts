import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { ContentDiffers, exchangeFiles, type FileExchange } from "../../src/files/exchange.js";
import { PROJECT_DIR } from "../support/paths.js";
import { makeTempDir } from "../support/temp-dir.js";

const bytes = (text: string | null) => (text === null ? null : Buffer.from(text));

function exchange(dir: string, ...all: readonly (readonly [string, string | null, string | null])[]): void {
  exchangeFiles(
    all.map(
      ([name, before, after]): FileExchange => ({
        file: join(dir, name),
        before: bytes(before),
        after: bytes(after),
      }),
    ),
  );
}

const read = (dir: string, name: string) =>
  existsSync(join(dir, name)) ? readFileSync(join(dir, name), "utf8") : null;

describe("exchanging files", () => {
  it("writes, makes and removes files, and keeps their permissions", (t) => {
    const dir = makeTempDir(t);
    writeFileSync(join(dir, "a"), "old");
    chmodSync(join(dir, "a"), 0o664);
    writeFileSync(join(dir, "gone"), "x");
    exchange(dir, ["a", "old", "new"], ["b/c", null, "made"], ["gone", "x", null]);
    assert.deepEqual([read(dir, "a"), read(dir, "b/c"), read(dir, "gone")], ["new", "made", null]);
    assert.equal(statSync(join(dir, "a")).mode & 0o777, 0o664);
    assert.deepEqual(readdirSync(dir).sort(), ["a", "b"]);
    assert.deepEqual(readdirSync(join(dir, "b")), ["c"]);
  });

  const differing: readonly (readonly [string, (dir: string) => void])[] = [
    ["has other bytes", (dir) => writeFileSync(join(dir, "b"), "other")],
    [
      "is a link to the same bytes",
      (dir) => {
        writeFileSync(join(dir, "target"), "old");
        symlinkSync("target", join(dir, "b"));
      },
    ],
    ["is a folder", (dir) => mkdirSync(join(dir, "b"))],
    ["is not there", () => {}],
  ];
  for (const [name, make] of differing) {
    it(`writes nothing when one of them ${name}`, (t) => {
      const dir = makeTempDir(t);
      writeFileSync(join(dir, "a"), "old");
      make(dir);
      const before = readdirSync(dir);
      assert.throws(
        () => exchange(dir, ["a", "old", "new"], ["b", "old", "new"]),
        (error) => error instanceof ContentDiffers && error.files.join() === join(dir, "b"),
      );
      assert.equal(read(dir, "a"), "old");
      assert.deepEqual(readdirSync(dir), before);
    });
  }

  it("does not overwrite a file where none was expected", (t) => {
    const dir = makeTempDir(t);
    writeFileSync(join(dir, "a"), "");
    assert.throws(() => exchange(dir, ["a", null, "new"]), ContentDiffers);
    assert.equal(read(dir, "a"), "");
  });

  it("puts back what it wrote when a later one can't be written", (t) => {
    const dir = makeTempDir(t);
    writeFileSync(join(dir, "a"), "old");
    // Nothing is there to remove, which shows only when it is done.
    assert.throws(() => exchange(dir, ["a", "old", "new"], ["b", null, null]), /b can't be written/);
    assert.equal(read(dir, "a"), "old");
  });

  it("leaves each file old or new wherever it is killed, and works afterwards", (t) => {
    const dir = makeTempDir(t);
    const counts = join(dir, "counts");
    const prepare = () => {
      for (const name of ["a", "b/c", "gone"]) rmSync(join(dir, name), { force: true });
      writeFileSync(join(dir, "a"), "old");
      writeFileSync(join(dir, "gone"), "x");
    };
    prepare();
    runKilled(dir, { WRITE_COUNT_FILE: counts });
    const points = Number(readFileSync(counts, "utf8"));
    assert.ok(points > 6, `only ${points} points`);
    rmSync(counts);
    for (let at = 1; at <= points; at++) {
      prepare();
      assert.equal(runKilled(dir, { KILL_AT: String(at) }), "SIGKILL");
      const found = [read(dir, "a"), read(dir, "b/c"), read(dir, "gone")] as const;
      assert.ok(["old", "new"].includes(found[0] ?? ""), `a is ${found[0]} at ${at}`);
      assert.ok([null, "made"].includes(found[1]), `b/c is ${found[1]} at ${at}`);
      assert.ok(["x", null].includes(found[2]), `gone is ${found[2]} at ${at}`);
      exchange(dir, ["a", found[0], "then"], ["b/c", found[1], "then"], ["gone", found[2], "then"]);
      assert.deepEqual(
        readdirSync(dir, { recursive: true }).sort().map(String),
        ["a", "b", "b/c", "gone"],
        `leftovers at ${at}`,
      );
      assert.deepEqual(
        ["a", "b/c", "gone"].map((name) => read(dir, name)),
        ["then", "then", "then"],
      );
    }
  });
});

const KILLER = pathToFileURL(join(PROJECT_DIR, "dist/test/support/kill-at-move.js")).href;
const EXCHANGE = pathToFileURL(join(PROJECT_DIR, "dist/src/files/exchange.js")).href;

/** Exchanges three files in another process; gives the signal that ended it. */
function runKilled(dir: string, env: { readonly [name: string]: string }): NodeJS.Signals | null {
  const script = `import { exchangeFiles } from ${JSON.stringify(EXCHANGE)};
    const [dir] = process.argv.slice(1);
    exchangeFiles([
      { file: dir + "/a", before: Buffer.from("old"), after: Buffer.from("new") },
      { file: dir + "/b/c", before: null, after: Buffer.from("made") },
      { file: dir + "/gone", before: Buffer.from("x"), after: null },
    ]);`;
  const { signal, stderr, status } = spawnSync(
    process.execPath,
    ["--import", KILLER, "--input-type=module", "-e", script, dir],
    { env: { ...process.env, ...env }, encoding: "utf8" },
  );
  assert.ok(signal !== null || status === 0, stderr);
  return signal;
}
