import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { writeNastyTree } from "../../sample/legacy/nasty/tree.js";
import { makeTempDir } from "../support/temp-dir.js";
import { createWorkspace, type Outcome, type Workspace } from "../support/transcript.js";

interface ReportLine {
  readonly type: string;
  readonly outcome: string;
  readonly file: string;
}

describe("collecting the nasty tree", () => {
  const cleanups: (() => void)[] = [];
  let workspace: Workspace;
  let root: string;
  let listing: string;
  let collected: Outcome;

  before(async () => {
    const folder = makeTempDir({ after: (work: () => void) => cleanups.push(work) });
    root = join(folder, "nasty");
    await writeNastyTree(folder);
    listing = listTree(root);
    workspace = createWorkspace([]);
    await workspace.run("sync init -q");
    collected = await workspace.run(`sync collect ${root} --report report.jsonl`);
  });
  after(() => {
    chmodSync(join(root, "card_deck_locked"), 0o700);
    workspace.remove();
    for (const cleanup of cleanups) cleanup();
  });

  it("gives every file one outcome, and says with its exit code that some failed", () => {
    assert.equal(collected.status, 6, collected.stderr);
    const lines = readReport(workspace).filter(({ type }) => type === "file");
    const counts =
      /(\d+) files seen: (\d+) staged, (\d+) unchanged, (\d+) updated, (\d+) skipped, (\d+) failed/.exec(
        collected.stdout,
      );
    assert.ok(counts, collected.stdout);
    const [seen, ...parts] = counts.slice(1).map(Number) as [number, ...number[]];
    assert.equal(
      parts.reduce((sum, part) => sum + part, 0),
      seen,
    );
    assert.equal(lines.length, seen);
    assert.equal(new Set(lines.map(({ file }) => file)).size, seen);
  });

  it("changes nothing in the tree", () => {
    assert.equal(listTree(root), listing);
  });

  it("stages what is sound: manifests that hold, and a database in step", async () => {
    const valid = await workspace.run("sync validate --assets hash");
    assert.equal(valid.status, 0, valid.stdout);
    const applied = await workspace.run("sync apply --yes");
    assert.equal(applied.status, 0, applied.stdout + applied.stderr);
    assert.match((await workspace.run("sync plan")).stdout, /^No changes\./);
  });

  it("stages files only, no link, and nothing outside the asset root", () => {
    const staged = readdirSync(join(workspace.dir, "data/legacy"), { recursive: true, withFileTypes: true });
    assert.deepEqual(
      staged.filter((entry) => !entry.isFile() && !entry.isDirectory()),
      [],
    );
    const beside = readdirSync(join(workspace.dir, "data")).filter((name) => !name.startsWith("albums.db"));
    assert.deepEqual(beside.sort(), ["legacy", "sync-collect.tmp", "thumbnails"]);
  });

  it("does nothing more the second time", async () => {
    const again = await workspace.run(`sync collect ${root}`);
    assert.match(again.stdout, / 0 staged, \d+ unchanged, 0 updated/);
  });
});

function readReport(workspace: Workspace): readonly ReportLine[] {
  return readFileSync(join(workspace.dir, "report.jsonl"), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as ReportLine);
}

/** Type, mode, size, time and name of everything in a tree; names as bytes, links not followed. */
function listTree(root: string): string {
  return execFileSync("find", [root, "-printf", "%y %m %s %T@ %P -> %l\\0"], { encoding: "latin1" });
}
