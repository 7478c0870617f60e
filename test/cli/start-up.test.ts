import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { PROJECT_DIR } from "../support/paths.js";
import { createWorkspace, type Workspace } from "../support/transcript.js";

const FIXTURE = join(PROJECT_DIR, "test/cli/fixtures/project");
const HEAVY = [
  "knex",
  "better-sqlite3",
  "pg",
  "graphile-worker",
  "sharp",
  "yaml",
  "ajv",
  "csv-parse",
  "diff",
];

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

  it("plans and reports without Knex, sharp and what makes differences of words", async (t) => {
    const workspace = createWorkspace([FIXTURE]);
    t.after(() => workspace.remove());
    assert.equal((await workspace.run("sync apply --yes --no-thumbnails")).status, 0);
    for (const line of ["sync plan", "sync status", "sync ls images", "sync history"]) {
      const packages = await listPackages(line, workspace);
      assert.deepEqual(
        packages.filter((name) =>
          ["knex", "lodash", "pg", "graphile-worker", "sharp", "diff"].includes(name),
        ),
        [],
        line,
      );
    }
    assert.deepEqual(
      (await listPackages("sync completion bash --candidates addresses:", workspace)).filter((name) =>
        ["knex", "better-sqlite3", "sharp", "yaml", "csv-parse"].includes(name),
      ),
      [],
    );
    assert.ok((await listPackages("sync plan", workspace)).includes("better-sqlite3"));
    const applied = await listPackages("sync apply --yes", workspace);
    assert.deepEqual([applied.includes("knex"), applied.includes("graphile-worker")], [true, false]);
    const made = await listPackages("sync thumbnails", workspace);
    assert.deepEqual([made.includes("knex"), made.includes("graphile-worker")], [false, false]);
  });

  it("is loaded in few pieces", async (t) => {
    const workspace = createWorkspace([FIXTURE]);
    t.after(() => workspace.remove());
    assert.equal((await workspace.run("sync apply --yes --no-thumbnails")).status, 0);
    const program = ["bin/pieces.js", "bin/sync.js", "main.cjs", "version.cjs"];
    assert.deepEqual(await listPieces("sync --version", workspace), program);
    const start = [...program, "rolldown-runtime.cjs", "start.cjs"].sort();
    assert.deepEqual(await listPieces("sync --help", workspace), start);
    assert.deepEqual(
      await listPieces("sync plan", workspace),
      [...start, "open-driver.cjs", "plan.cjs"].sort(),
    );
  });

  it("loads few files of packages for a plan", async (t) => {
    const workspace = createWorkspace([FIXTURE]);
    t.after(() => workspace.remove());
    assert.equal((await workspace.run("sync apply --yes --no-thumbnails")).status, 0);
    assert.deepEqual(await listPackages("sync plan", workspace), [
      "better-sqlite3",
      "bindings",
      "file-uri-to-path",
    ]);
  });

  it("does not end well when what it waits for never comes", async (t) => {
    const workspace = createWorkspace([FIXTURE]);
    t.after(() => workspace.remove());
    assert.equal((await workspace.run("sync apply --yes --no-thumbnails")).status, 0);
    const preload =
      'import fs from "node:fs"; import module from "node:module"; fs.fsync = () => {}; module.syncBuiltinESMExports();';
    const { status } = await workspace.run("sync thumbnails", {
      NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(preload)}`,
    });
    assert.equal(status, 13);
  });

  it("reads CSVs only where a set template is read", async () => {
    assert.ok((await listPackages("sync plan")).includes("csv-parse"));
    const line = "rm -r manifests/sets && sync plan";
    assert.ok(!(await listPackages(line)).includes("csv-parse"));
  });

  it("plans the estate that is shipped without the YAML parser", async () => {
    const packages = await listPackages(`sync plan -C ${PROJECT_DIR} --db sqlite:data/none.db`);
    assert.ok(packages.includes("csv-parse"));
    assert.ok(!packages.includes("yaml"));
  });

  it("tells the places of changes without the YAML parser", async (t) => {
    const workspace = createWorkspace([FIXTURE]);
    t.after(() => workspace.remove());
    assert.equal((await workspace.run("sync apply --yes --no-thumbnails")).status, 0);
    const { stdout } = await workspace.run(
      "sed -i 's/A red hill/A red mound/' manifests/albums/*.yaml && sync plan",
    );
    assert.match(stdout, /manifests\/albums\/walks\.yaml:14$/m);
    assert.ok(!(await listPackages("sync plan", workspace)).includes("yaml"));
  });

  it("sees the modules that are loaded", async () => {
    const loose = "sed -i 's/^name: /&\\&a /' manifests/sets/*.yaml && sync render elements";
    assert.ok((await listPackages(loose)).includes("yaml"));
    assert.deepEqual(await listPackages("sync --version"), []);
  });
});

/** The files of this program that a process loads: those of bin, and pieces without what their content adds to their name. */
async function listPieces(line: string, workspace: Workspace): Promise<readonly string[]> {
  const files = await listFiles(line, workspace);
  return files
    .filter((url) => !url.includes("/node_modules/"))
    .map((url) =>
      url.replace(/^.*\/(?=bin\/[^/]*$)|^.*\/dist\/bundle\//, "").replace(/-[\w-]{8}\.cjs$/, ".cjs"),
    )
    .sort();
}

/** The packages that a process loads. */
async function listPackages(line: string, given?: Workspace): Promise<readonly string[]> {
  const names = (await listFiles(line, given)).flatMap(
    (url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1] ?? [],
  );
  return [...new Set(names)].sort();
}

/** The files that a process loads, as V8 tells it at the end; in a workspace of its own unless one is given. */
async function listFiles(line: string, given?: Workspace): Promise<readonly string[]> {
  const coverage = mkdtempSync(join(tmpdir(), "album-sync-coverage-"));
  const workspace = given ?? createWorkspace([FIXTURE]);
  try {
    await workspace.run(line, { NODE_V8_COVERAGE: coverage });
    const files = readdirSync(coverage).map((name) => readFileSync(join(coverage, name), "utf8"));
    assert.ok(files.length > 0);
    const urls = files.flatMap((text) => (JSON.parse(text) as { result: { url: string }[] }).result);
    return [...new Set(urls.map(({ url }) => url).filter((url) => url.startsWith("file:")))].sort();
  } finally {
    if (given === undefined) workspace.remove();
    rmSync(coverage, { recursive: true, force: true });
  }
}
