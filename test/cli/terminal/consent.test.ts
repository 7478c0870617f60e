import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { PROJECT_DIR } from "../../support/paths.js";
import { createWorkspace, type Workspace } from "../../support/transcript.js";

/** util-linux's script gives a process a terminal of its own. */
const hasTerminal = spawnSync("script", ["--version"]).status === 0;

interface Session {
  readonly status: number | null;
  readonly screen: string;
}

/** Runs a line on a terminal; when the question stands there, `answer` runs and its text is typed. */
async function attend(
  workspace: Workspace,
  line: string,
  answer: () => Promise<string> | string,
): Promise<Session> {
  const child = spawn("script", ["-qefc", line, "/dev/null"], {
    cwd: workspace.dir,
    env: { ...workspace.environment, TERM: "xterm" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  let screen = "";
  let asked = false;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    screen += text;
    if (asked || !screen.includes("[y/N]")) return;
    asked = true;
    void Promise.resolve(answer()).then((typed) => child.stdin.write(typed));
  });
  const status = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { status, screen: screen.replaceAll("\r", "") };
}

describe("consent on a terminal", { skip: !hasTerminal && "needs script of util-linux" }, () => {
  const fixture = join(PROJECT_DIR, "test/cli/fixtures/project");

  it("applies after a yes, with a bar that leaves nothing behind", async (t) => {
    const workspace = createWorkspace([fixture]);
    t.after(() => workspace.remove());
    const { status, screen } = await attend(workspace, "sync apply", () => "y\n");
    assert.equal(status, 0, screen);
    assert.match(screen, /Apply these changes\? \[y\/N\]/);
    assert.match(screen, /\u001b\[32m\+/);
    assert.match(screen, /thumbnails █*░*.* \d\/3/);
    assert.match(screen, /Apply complete\. 5 added/);
    assert.ok(existsSync(join(workspace.dir, "data/thumbnails/3.webp")));
  });

  for (const typed of ["n\n", "\n", "yess\n", "\u0004"]) {
    it(`writes nothing after ${JSON.stringify(typed)}`, async (t) => {
      const workspace = createWorkspace([fixture]);
      t.after(() => workspace.remove());
      const { status, screen } = await attend(workspace, "sync apply", () => typed);
      assert.equal(status, 5, screen);
      assert.match(screen, /no-consent/);
      assert.ok(!existsSync(join(workspace.dir, "data/albums.db")));
    });
  }

  it("stops at Ctrl-C with nothing written", async (t) => {
    const workspace = createWorkspace([fixture]);
    t.after(() => workspace.remove());
    const { status, screen } = await attend(workspace, "sync apply", () => "\u0003");
    assert.equal(status, 130, screen);
    assert.ok(!existsSync(join(workspace.dir, "data/albums.db")));
  });

  it("writes nothing when the database changed while the question stood there", async (t) => {
    const workspace = createWorkspace([fixture]);
    t.after(() => workspace.remove());
    await workspace.run(
      "sync apply --yes && sed -i 's/A red hill/A reddish hill/' manifests/albums/walks.yaml",
    );
    const { status, screen } = await attend(workspace, "sync apply", async () => {
      await workspace.run(`sql "UPDATE images SET prompt = 'mine' WHERE prompt = 'A red hill'"`);
      return "yes\n";
    });
    assert.equal(status, 4, screen);
    assert.match(screen, /found\s+"mine"/);
    const { stdout } = await workspace.run(`sql "SELECT prompt FROM images WHERE id = 1"`);
    assert.equal(stdout, '["mine"]\n');
  });
});
