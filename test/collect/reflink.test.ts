import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { drawBands } from "../../sample/legacy/png-file.js";
import { runSync } from "../support/collect-project.js";

const IMAGE_BYTES = 256 * 1024 * 1024;

describe("collecting with --mode reflink", () => {
  it("shares the blocks of the sources on a file system that can", async (t) => {
    const mount = mountBtrfs(t);
    if (mount === undefined) {
      t.skip("this user can't make and mount a btrfs image here");
      return;
    }
    const [root, dir] = [join(mount, "outputs"), join(mount, "project")];
    mkdirSync(root);
    mkdirSync(join(dir, "manifests"), { recursive: true });
    writeFileSync(join(dir, "sync.config.yaml"), "estate: main\n");
    // Files of a few bytes have no blocks of their own to share.
    const picture = Buffer.concat([drawBands("fox", 64, 64), Buffer.alloc(100_000, 7)]);
    writeFileSync(join(root, "fox.png"), picture);
    writeFileSync(join(root, "fox.json"), JSON.stringify({ prompt: "a fox" }));
    const { status, stdout, stderr } = await runSync(dir, ["collect", root, "--mode", "reflink"]);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /2 files seen: 2 staged/);
    const staged = join(dir, "data/legacy/singles/undated/fox.png");
    assert.deepEqual(readFileSync(staged), picture);
    const [source, copy] = [join(root, "fox.png"), staged].map((file) => statSync(file, { bigint: true }));
    assert.notEqual(copy?.ino, source?.ino);
    assert.equal((copy?.mtimeNs ?? 0n) / 1_000_000n, (source?.mtimeNs ?? 0n) / 1_000_000n);
    execFileSync("/bin/sync", ["-f", staged]);
    assert.match(execFileSync("/usr/sbin/filefrag", ["-v", staged], { encoding: "utf8" }), /shared/);
    assert.equal((await runSync(dir, ["validate", "--assets", "hash"])).status, 0);
    assert.match((await runSync(dir, ["collect", root])).stdout, /: 0 staged, 2 unchanged/);
  });
});

/** The folder of a fresh btrfs; undefined where none can be made. */
function mountBtrfs(t: TestContext): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), "album-sync-btrfs-"));
  const mounted: string[] = [];
  t.after(() => {
    for (const place of mounted) execFileSync("umount", [place]);
    rmSync(folder, { recursive: true });
  });
  const [image, mount] = [join(folder, "image"), join(folder, "mount")];
  writeFileSync(image, "");
  truncateSync(image, IMAGE_BYTES);
  mkdirSync(mount);
  try {
    execFileSync("/usr/sbin/mkfs.btrfs", ["-q", image], { stdio: "ignore" });
    execFileSync("mount", ["-o", "loop", image, mount], { stdio: "ignore" });
    mounted.push(mount);
    execFileSync("/usr/sbin/filefrag", ["-V"], { stdio: "ignore" });
  } catch {
    return undefined;
  }
  return mount;
}
