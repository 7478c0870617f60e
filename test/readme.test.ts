import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { isAsPromised, readDocumentedCommands } from "./support/documented-commands.js";
import { assertGolden } from "./support/golden.js";
import { PROJECT_DIR } from "./support/paths.js";
import { copyProject } from "./support/project-copy.js";
import { drawTerminal } from "./support/terminal-picture.js";

const README = readFileSync(join(PROJECT_DIR, "README.md"), "utf8");

describe("README", () => {
  it("begins with the command that fills a database and the one that tests", () => {
    const scripts = readDocumentedCommands(README).map(({ script }) => script.trim());
    assert.deepEqual(scripts.slice(0, 2), ["npm ci && npx sync apply --yes", "npm ci && npm test"]);
  });

  it("prints what it promises, command by command", (context) => {
    const dir = mkdtempSync(join(tmpdir(), "album-sync-readme-"));
    context.after(() => rmSync(dir, { recursive: true }));
    copyProject(dir);
    commitAll(dir);
    const { NO_COLOR, FORCE_COLOR, NODE_TEST_CONTEXT, ...env } = process.env;
    let compared = 0;
    let drawn = 0;
    for (const { script, output, exitCode, line } of readDocumentedCommands(README)) {
      // npx takes longer than all the rest: the first call shows that it works, the others go without.
      const plain = compared === 0 ? script : script.replaceAll("npx sync", "node bin/sync.js");
      const runnable = plain.replace("npm ci && ", "");
      // The suite would run itself.
      if (runnable.trim() === "npm test") continue;
      const shell = `set -e -o pipefail; exec 2>&1\n${runnable}`;
      const run = spawnSync("bash", ["-c", shell], { cwd: dir, encoding: "utf8", env });
      assert.equal(run.status, exitCode, `README.md:${line} exit code; printed:\n${run.stdout}`);
      if (/\bsync plan --detailed-exitcode\b/.test(script)) {
        assertGolden("../docs/plan.svg", drawTerminal("npx sync plan", runInColours(dir, ["plan"], env)));
        drawn++;
      }
      if (output === undefined) continue;
      compared++;
      assert.ok(
        isAsPromised(output, run.stdout),
        `README.md:${line} promises\n${output}\nbut prints\n${run.stdout}`,
      );
    }
    assert.ok(compared >= 5, `only ${compared} outputs were compared`);
    assert.equal(drawn, 1, "docs/plan.svg was not compared once");
    const { stdout } = spawnSync("git", ["status", "--porcelain"], { cwd: dir, encoding: "utf8" });
    assert.equal(stdout, "", "the tour leaves files changed");
  });
});

describe("documents", () => {
  it("are all named in docs/README.md", () => {
    const index = readFileSync(join(PROJECT_DIR, "docs/README.md"), "utf8");
    const pages = readdirSync(join(PROJECT_DIR, "docs")).filter(
      (name) => name.endsWith(".md") && name !== "README.md",
    );
    assert.ok(pages.length >= 10);
    assert.deepEqual(
      pages.filter((page) => !index.includes(`](${page}): `)),
      [],
    );
  });

  it("link to files and headings that are there", () => {
    const documents = ["README.md", "CONTRIBUTING.md", "sample/README.md", ...listMarkdown("docs")];
    const links = documents.flatMap((document) =>
      Array.from(
        readFileSync(join(PROJECT_DIR, document), "utf8").matchAll(/\]\(([^)#:\s]*)(?:#([^)]*))?\)/g),
        ([, file = "", heading]) => ({ document, file, heading }),
      ),
    );
    assert.ok(links.some(({ heading }) => heading !== undefined));
    assert.deepEqual(
      links.filter(
        ({ document, file, heading }) => !isThere(join(dirname(document), file), document, heading),
      ),
      [],
    );
  });
});

describe("promised output", () => {
  it("is compared line by line, with … for any lines and any number of seconds", () => {
    const printed = "a\nb\nc (1+1)\nDone, in 2.1 s.\n";
    assert.ok(isAsPromised("a\n…\nDone, in 0.4 s.\n", printed));
    assert.ok(isAsPromised("a\nb\nc (1+1)\n…\nDone, in 9 s.\n", printed));
    assert.ok(!isAsPromised("a\nc (1+1)\nDone, in 2.1 s.\n", printed));
    assert.ok(!isAsPromised("a\n…\nc (11)\n…\n", printed));
    assert.ok(!isAsPromised("a\n…\nDone.\n", printed));
  });
});

/** Whether a link leads to a file and, where it names one, to a heading in it. */
function isThere(target: string, document: string, heading: string | undefined): boolean {
  const path = join(PROJECT_DIR, target === dirname(document) ? document : target);
  if (heading === undefined || !existsSync(path)) return existsSync(path);
  const titles = readFileSync(path, "utf8").match(/^#+ .*$/gm) ?? [];
  return titles.some((title) => toAnchor(title) === heading);
}

/** The anchor that GitHub gives a heading. */
function toAnchor(title: string): string {
  return title
    .replace(/^#+ /, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ -]/gu, "")
    .replaceAll(" ", "-");
}

/** Makes the folder the checkout that a reader has, so that the tour can take its edits back. */
function commitAll(dir: string): void {
  const script =
    "git init -q && git add -A && git -c user.name=Reader -c user.email=r@example.org commit -qm Clone";
  assert.equal(
    spawnSync("bash", ["-c", script], { cwd: dir }).status,
    0,
    "the copy became no git repository",
  );
}

function runInColours(dir: string, args: readonly string[], env: NodeJS.ProcessEnv): string {
  const coloured = { ...env, FORCE_COLOR: "1" };
  return spawnSync(process.execPath, ["bin/sync.js", ...args], { cwd: dir, encoding: "utf8", env: coloured })
    .stdout;
}

function listMarkdown(folder: string): readonly string[] {
  return readdirSync(join(PROJECT_DIR, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name));
}
