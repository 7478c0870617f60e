import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { describe, it } from "node:test";
import { setTimeout } from "node:timers/promises";
import Database from "better-sqlite3";
import { countThumbnails, PICTURES, writeSlowProject } from "../support/slow-project.js";
import { createWorkspace, type Workspace } from "../support/transcript.js";

describe("an apply that a server carries out", () => {
  for (const signal of ["SIGTERM", "SIGHUP", "SIGINT"] as const)
    it(`ends at a safe point, recorded, when ${signal} comes to all processes of the group`, async (t) => {
      const workspace = createWorkspace([]);
      t.after(() => workspace.remove());
      await writeSlowProject(workspace.dir);
      const { child, url, token } = await serveInGroup(workspace);
      t.after(() => child.kill("SIGKILL"));
      const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
      const ask = (path: string, rest: object = {}) => fetch(`${url}/api/v1/${path}`, { headers, ...rest });
      const { planId } = JSON.parse(await (await ask("plan")).text());
      const ended = new Promise((resolve) => child.once("close", resolve));
      const answer = ask("apply", { method: "POST", body: JSON.stringify({ planId }) }).catch(() => {});
      await until(() => countThumbnails(workspace.dir) > 1, "the first thumbnails");
      process.kill(-(child.pid as number), signal);
      await Promise.all([ended, answer]);
      const database = new Database(join(workspace.dir, "data/albums.db"), { readonly: true });
      t.after(() => database.close());
      const states = () => database.prepare("SELECT state FROM sync_runs").pluck().all();
      const leases = () => database.prepare("SELECT count(*) FROM sync_lock").pluck().get();
      await until(() => leases() === 0, "the end of the lease");
      assert.deepEqual(states(), ["interrupted"]);
      assert.ok(countThumbnails(workspace.dir) < PICTURES);
    });
});

/** Starts a server that leads a group of processes of its own. */
async function serveInGroup({ dir, environment }: Workspace) {
  const child = spawn("sync", ["serve", "--port", "0", "--json"], {
    cwd: dir,
    env: environment,
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  const line = await new Promise<string>((resolve) =>
    child.stdout.setEncoding("utf8").once("data", (text: string) => resolve(text)),
  );
  return { child, ...(JSON.parse(line) as { readonly url: string; readonly token: string }) };
}

async function until(isSo: () => boolean, what: string): Promise<void> {
  const end = Date.now() + 30_000;
  while (!isSo()) {
    assert.ok(Date.now() < end, `waited in vain for ${what}`);
    await setTimeout(5);
  }
}
