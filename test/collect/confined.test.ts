import assert from "node:assert/strict";
import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { writeNastyTree } from "../../sample/legacy/nasty/tree.js";
import { runSync } from "../support/collect-project.js";
import { makeProject } from "../support/project.js";
import { makeTempDir } from "../support/temp-dir.js";
import { canTrace, type SystemCall, traceSync } from "../support/trace.js";

const CHANGES = /^(?:mkdir|rename|unlink|rmdir|link|symlink|chmod|fchmod|chown|truncate|utime|mknod|creat)/;

describe("collecting the nasty tree, seen from the system", () => {
  it("opens nothing outside the root but the project and itself, and writes in the project alone", async (t) => {
    if (!canTrace()) {
      t.skip("there is no strace here, or it may not be used");
      return;
    }
    const top = makeTempDir(t);
    await writeNastyTree(top);
    chmodSync(join(top, "nasty/card_deck_locked"), 0o700);
    const dir = makeProject(t, {});
    const calls = traceSync(dir, ["collect", join(top, "nasty")], join(makeTempDir(t), "trace"));
    const opened = calls.flatMap((call) => call.opened ?? []);
    assert.ok(
      opened.filter((path) => path.startsWith(`${top}/nasty/`)).length > 100,
      "the trace sees the sources",
    );
    assert.deepEqual(
      opened.filter(
        (path) => path.startsWith(top) && path !== `${top}/nasty` && !path.startsWith(`${top}/nasty/`),
      ),
      [],
      "nothing beside the root was opened, whatever links lead to it",
    );
    const writes = calls.filter(isWrite);
    assert.ok(writes.length > 100, "the trace sees what is written");
    assert.deepEqual(
      writes.filter(
        ({ text }) => !pathsOf(text).every((path) => path.startsWith(dir) || path === "/dev/null"),
      ),
      [],
    );
  });

  it("takes less than 600 MB from reading to staging", async (t) => {
    const top = makeTempDir(t);
    await writeNastyTree(top);
    chmodSync(join(top, "nasty/card_deck_locked"), 0o700);
    const file = join(top, "peak");
    const dir = makeProject(t, {});
    const watch = { preload: "peak-memory", env: { PEAK_FILE: file } };
    const { status } = await runSync(dir, ["collect", join(top, "nasty")], watch);
    assert.equal(status, 6);
    const megabytes = Number(readFileSync(file, "utf8"));
    assert.ok(megabytes > 50 && megabytes < 600, `${megabytes} MB`);
  });
});

function isWrite({ name, text }: SystemCall): boolean {
  if (/ = -1 /.test(text)) return false;
  return CHANGES.test(name) || (name.startsWith("open") && /O_(?:WRONLY|RDWR|CREAT|TRUNC)/.test(text));
}

/** Absolute paths among the arguments of a call. */
function pathsOf(text: string): readonly string[] {
  return Array.from(text.matchAll(/"(\/[^"]*)"/g), ([, path]) => String(path));
}
