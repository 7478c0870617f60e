import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { PROJECT_DIR } from "../support/paths.js";
import { createWorkspace, type Workspace } from "../support/transcript.js";

let workspace: Workspace;

before(async () => {
  workspace = createWorkspace([join(PROJECT_DIR, "test/cli/fixtures/project")]);
  assert.equal((await workspace.run("sync apply --yes --no-thumbnails")).status, 0);
});
after(() => workspace.remove());

interface Serving {
  readonly child: ChildProcess;
  /** The first line on stdout. */
  readonly line: string;
  /** How it ended, and everything that it wrote. */
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
}

function serve(...options: readonly string[]): Promise<Serving> {
  const child = spawn("sync", ["serve", "--port", "0", ...options], {
    cwd: workspace.dir,
    env: workspace.environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (part: string) => {
    stderr += part;
  });
  const ended = new Promise<Awaited<Serving["ended"]>>((done) =>
    child.once("close", (code) => done({ code, stdout, stderr })),
  );
  return new Promise((resolve, reject) => {
    child.stdout.setEncoding("utf8").on("data", (part: string) => {
      stdout += part;
      if (stdout.includes("\n")) resolve({ child, line: stdout.slice(0, stdout.indexOf("\n")), ended });
    });
    void ended.then(() => reject(new Error(stderr)));
  });
}

describe("sync serve", () => {
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)
    it(`prints one JSON line, serves, and ends in good order on ${signal}`, async () => {
      const { child, line, ended } = await serve("--json");
      const { url, token, ...rest } = JSON.parse(line);
      assert.deepEqual(rest, {});
      assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/);
      const headers = { authorization: `Bearer ${token}` };
      const session = JSON.parse(await (await fetch(`${url}/api/v1/session`, { headers })).text());
      assert.deepEqual([session.writable, session.authenticated, session.estate], [true, true, "main"]);
      const v6 = await fetch(`${url.replace("127.0.0.1", "[::1]")}/api/v1/session`).catch(() => undefined);
      if (v6 !== undefined) assert.equal(v6.status, 200);
      const events = await fetch(`${url}/api/v1/events`, { headers });
      assert.equal(events.status, 200);
      const began = performance.now();
      child.kill(signal);
      const { code: ending, stdout, stderr } = await ended;
      assert.equal(ending, code);
      assert.ok(performance.now() - began < 3000);
      assert.equal(stdout, `${line}\n`);
      assert.ok(!stderr.includes(token), stderr);
    });

  it("prints a link that opens the web app once", async () => {
    const { child, line, ended } = await serve();
    assert.match(line, /^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{32}$/);
    const opened = await fetch(line, { redirect: "manual" });
    assert.equal(opened.status, 303);
    assert.equal((await fetch(line, { redirect: "manual" })).status, 403);
    child.kill("SIGTERM");
    await ended;
  });

  it("only reads with --read-only", async () => {
    const { child, line, ended } = await serve("--json", "--read-only");
    const { url, token } = JSON.parse(line);
    const session = await fetch(`${url}/api/v1/session`, { headers: { authorization: `Bearer ${token}` } });
    assert.equal(JSON.parse(await session.text()).writable, false);
    child.kill("SIGTERM");
    await ended;
  });

  it("opens to other machines only with a token and a name, and then only reads", async () => {
    const token = "correct-horse-battery-staple";
    for (const options of ["", `--token ${token}`, "--allowed-host sync.lan"]) {
      const { status, stderr } = await workspace.run(`sync serve --port 0 --host 0.0.0.0 ${options}`);
      assert.equal(status, 64, stderr);
      assert.ok(!stderr.includes(token));
    }
    for (const [options, writable] of [
      [[], false],
      [["--write"], true],
    ] as const) {
      const { child, line, ended } = await serve(
        "--json",
        "--host",
        "0.0.0.0",
        "--token",
        token,
        "--allowed-host",
        "sync.lan",
        ...options,
      );
      const { url } = JSON.parse(line);
      const { port } = new URL(url);
      const answer = await workspace.run(
        `curl -s -H 'Host: sync.lan:${port}' -H 'Authorization: Bearer ${token}' http://127.0.0.1:${port}/api/v1/session`,
      );
      assert.equal(JSON.parse(answer.stdout).writable, writable);
      const other = await workspace.run(`curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:${port}/`);
      assert.equal(other.stdout, "403");
      child.kill("SIGTERM");
      await ended;
    }
  });

  it("refuses what can't be served", async () => {
    for (const options of [
      "--token short",
      "--host example.org",
      "--allowed-host a/b",
      "--write --read-only",
      "--port 70000",
    ])
      assert.equal((await workspace.run(`sync serve ${options}`)).status, 64, options);
    const taken = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => taken.once("listening", resolve));
    const address = taken.address();
    const port = typeof address === "object" ? address?.port : 0;
    const { status, stderr } = await workspace.run(`sync serve --port ${port}`);
    taken.close();
    assert.equal(status, 1);
    assert.match(stderr, /error\[port-taken\]/);
    assert.match(stderr, new RegExp(`${port}`));
  });
});
