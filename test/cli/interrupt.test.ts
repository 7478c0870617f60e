import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { after, before, describe, it } from "node:test";
import { countThumbnails, PICTURES, writeSlowProject } from "../support/slow-project.js";
import { createWorkspace, type Workspace } from "../support/transcript.js";

/** Sends the signal as soon as two more thumbnails are there, and waits for the end. */
async function interrupt(child: ChildProcess, dir: string, signal: NodeJS.Signals) {
  const enough = countThumbnails(dir) + 2;
  let output = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const timer = setInterval(() => {
    if (countThumbnails(dir) < enough) return;
    clearInterval(timer);
    child.kill(signal);
  }, 5);
  const status = await new Promise<number | null>((resolve) => child.once("close", resolve));
  clearInterval(timer);
  return { status, output };
}

describe("a signal while thumbnails are made", () => {
  let workspace: Workspace;
  before(async () => {
    workspace = createWorkspace([]);
    await writeSlowProject(workspace.dir);
  });
  after(() => workspace.remove());

  const start = (...args: string[]) =>
    spawn("sync", args, {
      cwd: workspace.dir,
      env: workspace.environment,
      stdio: ["ignore", "pipe", "inherit"],
    });

  it("stops apply at a safe point with a summary", async () => {
    const { status, output } = await interrupt(
      start("apply", "--yes", "--workers", "1"),
      workspace.dir,
      "SIGINT",
    );
    assert.equal(status, 130);
    assert.match(output, /Apply interrupted\. 41 added/);
    assert.match(output, /\d+ not attempted/);
    assert.ok(countThumbnails(workspace.dir) < PICTURES);
  });

  it("stops the thumbnails command the same way, with the code of its signal", async () => {
    const before = countThumbnails(workspace.dir);
    const { status, output } = await interrupt(
      start("thumbnails", "--workers", "1"),
      workspace.dir,
      "SIGTERM",
    );
    assert.equal(status, 143);
    assert.match(output, /Thumbnails interrupted\. \d+ made/);
    const made = countThumbnails(workspace.dir);
    assert.ok(made > before && made < PICTURES, String(made));
  });

  it("loses nothing: the next run makes the rest, and then nothing is left", async () => {
    const rest = await workspace.run("sync thumbnails");
    assert.equal(rest.status, 0, rest.stdout);
    assert.equal(countThumbnails(workspace.dir), PICTURES);
    const last = await workspace.run("sync plan --detailed-exitcode");
    assert.deepEqual(last, {
      status: 0,
      stdout: "No changes. The database matches the manifests.\n",
      stderr: "",
    });
    const runs = await workspace.run("sync history --json");
    assert.deepEqual(
      (JSON.parse(runs.stdout) as { state: string }[]).map(({ state }) => state),
      ["interrupted"],
    );
  });
});
