import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { albumOf } from "../support/picture-project.js";
import { drawNoise } from "../support/pictures.js";
import { writeFiles } from "../support/project.js";
import { createWorkspace, type Workspace } from "../support/transcript.js";

const PICTURES = 30;
const LINE = ["export", "noise", "--format", "kohya", "--out", "set", "--workers", "1"];

describe("sync export, killed or interrupted", () => {
  let workspace: Workspace;
  before(async () => {
    workspace = createWorkspace([]);
    const bytes = await drawNoise(800, 800).png({ compressionLevel: 1 }).toBuffer();
    const declared = { width: 800, height: 800 };
    const pictures = Array.from({ length: PICTURES }, (_, index) => ({
      file: `noise/${index}.png`,
      // Bytes after the end of a PNG change its hash and nothing else.
      bytes: Buffer.concat([bytes, Buffer.from([index])]),
      declared,
    }));
    writeFiles(workspace.dir, {
      "sync.config.yaml": "estate: main\n",
      "data/legacy/.album-sync-root": "main\n",
      "manifests/noise.yaml": albumOf("noise", pictures, { training_source: true }),
      ...Object.fromEntries(pictures.map((picture) => [`data/legacy/${picture.file}`, picture.bytes])),
    });
  });
  after(() => workspace.remove());

  const inProject = (name: string): string => join(workspace.dir, name);
  const half = (): string => inProject(".set.tmp/10_noise");

  /** Sends the signal when some pictures were written; the exit code, null after a kill. */
  async function stop(signal: NodeJS.Signals): Promise<number | null> {
    const { dir: cwd, environment: env } = workspace;
    const child = spawn("sync", LINE, { cwd, env, stdio: "ignore" });
    const timer = setInterval(() => {
      if (!existsSync(half()) || readdirSync(half()).length <= 2) return;
      // A second signal would end it at once.
      clearInterval(timer);
      child.kill(signal);
    }, 5);
    return new Promise((resolve) =>
      child.once("close", (status) => {
        clearInterval(timer);
        resolve(status);
      }),
    );
  }

  it("never leaves half a set under its name", async () => {
    assert.equal(await stop("SIGINT"), 130);
    assert.ok(!existsSync(inProject("set")) && !existsSync(inProject(".set.tmp")));
    assert.equal(await stop("SIGKILL"), null);
    assert.ok(!existsSync(inProject("set")) && existsSync(half()));
    const { status, stderr } = await workspace.run(`sync ${LINE.join(" ")}`);
    assert.equal(status, 0, stderr);
    assert.ok(!existsSync(inProject(".set.tmp")));
    assert.equal(readdirSync(inProject("set/10_noise")).length, PICTURES);
  });
});
