import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { drawNoise } from "../support/pictures.js";
import { createWorkspace } from "../support/transcript.js";

const PICTURES = 60;
/** It stops between two of them at the latest. */
const DECKS = 6;

describe("a signal while a tree is collected", () => {
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    it(`${signal} stops it at a safe point, and the next run goes on`, async (t) => {
      const { dir, environment, run, remove } = createWorkspace([]);
      t.after(remove);
      await writeTree(dir);
      const child = spawn("sync", ["collect", "outputs"], { cwd: dir, env: environment });
      let errors = "";
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        errors += text;
      });
      child.stdout.resume();
      const timer = setInterval(() => {
        if (!existsSync(join(dir, "data/legacy"))) return;
        // A second signal would end it at once.
        clearInterval(timer);
        child.kill(signal);
      }, 2);
      const status = await new Promise<number | null>((resolve) => child.once("close", resolve));
      clearInterval(timer);
      assert.equal(status, code, errors);
      assert.match(
        errors,
        new RegExp(`error\\[interrupted\\] stopped by ${signal}\\n.*Run the same command again`),
      );
      assert.ok(countStaged(dir) < PICTURES, "it was stopped too late to tell");
      const again = await run("sync collect outputs");
      assert.equal(again.status, 0, again.stderr);
      assert.equal(countStaged(dir), PICTURES);
      assert.equal((await run("sync validate --assets hash")).status, 0);
      assert.deepEqual(
        listFiles(join(dir, "data/legacy")).filter((name) => name.endsWith(".tmp")),
        [],
      );
    });
  }
});

/** Pictures that take a while to copy, hash and flush. */
async function writeTree(dir: string): Promise<void> {
  mkdirSync(join(dir, "manifests"));
  writeFileSync(join(dir, "sync.config.yaml"), "estate: main\n");
  const side = 1200;
  const bytes = await drawNoise(side, side).png({ compressionLevel: 1 }).toBuffer();
  for (let index = 0; index < PICTURES; index++) {
    const folder = join(dir, `outputs/card_deck_2025100${index % DECKS}_000000`);
    mkdirSync(folder, { recursive: true });
    // Bytes after the end of a PNG change its hash and nothing else.
    writeFileSync(
      join(folder, `20251001_${100_000 + index}_Picture_${index}.png`),
      Buffer.concat([bytes, Buffer.from([index])]),
    );
  }
}

function countStaged(dir: string): number {
  return listFiles(join(dir, "data/legacy")).filter((name) => name.endsWith(".png")).length;
}

function listFiles(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder, { recursive: true }).map(String) : [];
}
