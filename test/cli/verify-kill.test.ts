import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { albumOf } from "../support/picture-project.js";
import { drawNoise } from "../support/pictures.js";
import { writeFiles } from "../support/project.js";
import { createWorkspace, type Workspace } from "../support/transcript.js";

const PICTURES = 40;

describe("sync verify, killed or interrupted", () => {
  let workspace: Workspace;
  before(async () => {
    workspace = createWorkspace([]);
    const bytes = await drawNoise(900, 900).png({ compressionLevel: 1 }).toBuffer();
    const declared = { width: 900, height: 900 };
    const pictures = Array.from({ length: PICTURES }, (_, index) => ({
      file: `noise/${index}.png`,
      // Bytes after the end of a PNG change its hash and nothing else.
      bytes: Buffer.concat([bytes, Buffer.from([index])]),
      declared,
    }));
    writeFiles(workspace.dir, {
      "sync.config.yaml": "estate: main\n",
      "data/legacy/.album-sync-root": "main\n",
      "manifests/noise.yaml": albumOf("noise", pictures),
      ...Object.fromEntries(pictures.map((picture) => [`data/legacy/${picture.file}`, picture.bytes])),
    });
  });
  after(() => workspace.remove());

  const ledger = (): string => join(workspace.dir, "data/sync-verify.tmp");
  const countSound = (): number =>
    existsSync(ledger()) ? readFileSync(ledger(), "utf8").split("\n").length - 2 : 0;

  /** Sends the signal when some more pictures were read; the exit code, null after a kill. */
  async function stop(args: readonly string[], signal: NodeJS.Signals): Promise<number | null> {
    const { dir: cwd, environment: env } = workspace;
    const enough = args.includes("--resume") ? countSound() + 4 : 4;
    const child = spawn("sync", ["verify", "--workers", "1", ...args], { cwd, env, stdio: "ignore" });
    const timer = setInterval(() => {
      if (countSound() < enough || countSound() >= PICTURES) return;
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

  it("keeps what it found to be sound, through a kill and a signal", async () => {
    assert.equal(await stop([], "SIGKILL"), null);
    const afterKill = countSound();
    assert.ok(afterKill >= 3, String(afterKill));
    assert.equal(await stop(["--resume"], "SIGINT"), 130);
    const afterSignal = countSound();
    assert.ok(afterSignal > afterKill, `${afterSignal} > ${afterKill}`);
    const rest = await workspace.run("sync verify --resume --json");
    assert.equal(rest.status, 0, rest.stderr);
    const report = JSON.parse(rest.stdout) as { takenOver: number; pictures: object };
    assert.ok(report.takenOver >= afterKill + 3 && report.takenOver < PICTURES, String(report.takenOver));
    assert.deepEqual(report.pictures, { total: PICTURES, checked: PICTURES });
    assert.ok(!existsSync(ledger()));
  });
});
