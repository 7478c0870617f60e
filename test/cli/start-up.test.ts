import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { createWorkspace } from "../support/transcript.js";

const HEAVY = ["knex", "better-sqlite3", "sharp", "yaml", "ajv", "csv-parse", "diff"];

describe("start-up", () => {
  for (const line of [
    "sync --version",
    "sync --help",
    "sync plan --help",
    "sync completion bash",
    "sync nonsense",
  ]) {
    it(`${line} loads no heavy module`, async () => {
      const packages = await listPackages(line);
      assert.deepEqual(
        packages.filter((name) => HEAVY.includes(name)),
        [],
      );
    });
  }

  it("sees the modules that are loaded", async () => {
    assert.ok((await listPackages("sync render elements")).includes("yaml"));
    assert.ok((await listPackages("sync --help")).includes("cac"));
    assert.deepEqual(await listPackages("sync --version"), []);
  });
});

/** The packages that a process loads, as V8 tells it at the end. */
async function listPackages(line: string): Promise<readonly string[]> {
  const coverage = mkdtempSync(join(tmpdir(), "album-sync-coverage-"));
  const workspace = createWorkspace([join(import.meta.dirname, "../../../test/cli/fixtures/project")]);
  try {
    await workspace.run(line, { NODE_V8_COVERAGE: coverage });
    const files = readdirSync(coverage).map((name) => readFileSync(join(coverage, name), "utf8"));
    assert.ok(files.length > 0);
    const urls = files.flatMap((text) => (JSON.parse(text) as { result: { url: string }[] }).result);
    const names = urls.flatMap(({ url }) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1] ?? []);
    return [...new Set(names)].sort();
  } finally {
    workspace.remove();
    rmSync(coverage, { recursive: true, force: true });
  }
}
