import assert from "node:assert/strict";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { parse } from "yaml";
import { PROJECT_DIR } from "./support/paths.js";
import { createWorkspace } from "./support/transcript.js";

interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly run?: string;
  readonly env?: { readonly [name: string]: string };
  readonly uses?: string;
  readonly with?: { readonly [name: string]: unknown };
}

const action = readYaml("action.yml");
const steps: readonly Step[] = action.runs.steps;
const workspace = createWorkspace([join(PROJECT_DIR, "test/cli/fixtures/project")]);
// What a runner keeps outside the checkout.
const outside = mkdtempSync(join(tmpdir(), "album-sync-runner-"));
const canary = join(outside, "canary");
after(() => {
  workspace.remove();
  rmSync(outside, { recursive: true, force: true });
});
before(plantTraps);

describe("action.yml", () => {
  it("hands inputs to its scripts as variables only", () => {
    assert.equal(steps.length, 6);
    for (const { run = "" } of steps) assert.doesNotMatch(run, /\$\{\{/);
  });

  it("gives the database's URL only to the steps that open it, and fetches no package by a name", () => {
    const holders = steps.filter(({ env = {} }) => JSON.stringify(env).includes("inputs.database }}"));
    assert.deepEqual(
      holders.map(({ name }) => name),
      ["Plan", "Apply"],
    );
    assert.doesNotMatch(readFileSync(join(PROJECT_DIR, "action.yml"), "utf8"), /npx|npm (exec|install|i) /);
  });

  it("refuses an unknown mode, and an apply of nothing that was reviewed", async () => {
    const check = async (MODE: string, EXPECT = "", REQUIRE = "true", UNTRUSTED = "false") =>
      (await runStep("Check the inputs", { MODE, EXPECT, REQUIRE, UNTRUSTED })).status;
    assert.equal(await check("plan"), 0);
    assert.equal(await check("apply"), 64);
    assert.equal(await check("destroy"), 64);
    assert.equal(await check("plan", "", "perhaps"), 64);
    assert.equal(await check("plan", "", "true", ""), 64);
  });

  it("builds without what the checkout and the user tell npm", async () => {
    const action = join(outside, "action");
    const tools = join(outside, "tools");
    mkdirSync(join(action, "node_modules"), { recursive: true });
    mkdirSync(tools);
    for (const file of ["package.json", "package-lock.json", ".npmrc"])
      cpSync(join(PROJECT_DIR, file), join(action, file));
    // Tells what `npm ci …` would go by, in the same folder and with the same options.
    const npm = (await workspace.run("command -v npm")).stdout.trim();
    const tell = `#!/bin/sh\n[ "$1" = ci ] || exit 9\nshift\nexec "${npm}" config list --json "$@" > "$RUNNER_TEMP/npm.json"\n`;
    writeFileSync(join(tools, "npm"), tell, { mode: 0o755 });
    const built = await runStep("Build album-sync", {}, { GITHUB_ACTION_PATH: action, PATH: addPath(tools) });
    assert.equal(built.status, 0, built.stderr);
    const obeyed = readFileSync(join(outside, "temp/npm.json"), "utf8");
    assert.match(obeyed, /"registry"/);
    assert.doesNotMatch(obeyed, /evil/);
    // The same without our options and folder is caught by both traps. npm test names a configuration of its own.
    const caught = await workspace.run(`unset npm_config_userconfig; "${npm}" config list --json`, {
      HOME: join(outside, "home"),
    });
    assert.match(caught.stdout, /evil-checkout/);
    assert.match(caught.stdout, /evil-user/);
  });

  it("validates, plans and applies exactly what was planned, whatever the checkout holds", async () => {
    const validated = await runStep("Validate", { PROJECT: ".", SYNC_UNTRUSTED: "true", ASSETS: "hash" });
    assert.equal(validated.status, 3, validated.stdout);
    assert.match(validated.stdout, /path-outside-project/);
    const trusted = await runStep("Validate", { PROJECT: ".", SYNC_UNTRUSTED: "false", ASSETS: "hash" });
    assert.equal(trusted.status, 0, trusted.stdout + trusted.stderr);
    const missing = await runStep("Plan", {
      PROJECT: ".",
      SYNC_UNTRUSTED: "false",
      REQUIRE: "true",
      SYNC_DB,
    });
    assert.equal(missing.status, 5, missing.stderr);
    assert.ok(!existsSync(join(outside, "albums.db")));
    const outputs = await planOnce("false");
    assert.equal(outputs.get("has-changes"), "true");
    assert.equal(outputs.get("deletes"), "0");
    assert.match(readFileSync(outputs.get("comment") as string, "utf8"), /^<!-- album-sync:plan v1 -->\n/);
    const reports = outputs.get("report-dir") as string;
    assert.ok(reports.startsWith(join(outside, "temp")));
    assert.match(readFileSync(join(reports, "plan.html"), "utf8"), /^<!doctype html>/);
    const expect = outputs.get("plan-id") as string;
    const wrong = await applyOnce("0".repeat(64), "false");
    assert.equal(wrong.status, 4, wrong.stderr);
    assert.equal((await applyOnce(expect, "true")).status, 5);
    const applied = await applyOnce(expect, "false");
    assert.equal(applied.status, 0, applied.stderr);
    assert.equal((await planOnce("true")).get("has-changes"), "false");
    assert.ok(existsSync(join(outside, "albums.db")));
    assert.deepEqual(readdirSync(canary), []);
  });

  it("has traps that catch who goes by the checkout", async () => {
    const caught = await workspace.run("npx --no -- album-sync plan; node_modules/.bin/sync; true");
    assert.notDeepEqual(readdirSync(canary), [], caught.stderr);
    rmSync(join(canary, "touched"));
  });

  it("offers as outputs what its plan step writes", async () => {
    const written = await planOnce("false");
    assert.deepEqual(Object.keys(action.outputs).sort(), [...written.keys()].sort());
  });
});

describe("the example workflow", () => {
  const workflow = readYaml("docs/ci/album-sync.yml");

  it("gives each job only what it needs, and lets one apply run at a time", () => {
    assert.deepEqual(workflow.permissions, {});
    assert.deepEqual(workflow.jobs.fork.permissions, { contents: "read" });
    assert.deepEqual(workflow.jobs.apply.permissions, { contents: "read" });
    assert.deepEqual(workflow.jobs.apply.concurrency, {
      group: "album-sync-apply",
      "cancel-in-progress": false,
    });
    assert.doesNotMatch(JSON.stringify(workflow.jobs.fork), /secrets/);
    assert.match(JSON.stringify(workflow.jobs.fork), /"untrusted":true/);
  });

  it("is what sync init writes", async () => {
    const project = createWorkspace([]);
    try {
      assert.equal((await project.run("sync init")).status, 0);
      assert.equal(
        readFileSync(join(project.dir, ".github/workflows/album-sync.yml"), "utf8"),
        readFileSync(join(PROJECT_DIR, "docs/ci/album-sync.yml"), "utf8"),
      );
    } finally {
      project.remove();
    }
  });

  it("names every action by a commit, and leaves no credentials in a checkout", () => {
    const uses = workflowSteps().filter((step) => step.uses !== undefined);
    assert.ok(uses.length > 8);
    for (const { uses: name = "", with: inputs } of uses) {
      assert.match(name, /^(actions\/[a-z-]+@[0-9a-f]{40}|OWNER\/album-sync@COMMIT)$/);
      if (name.startsWith("actions/checkout")) assert.equal(inputs?.["persist-credentials"], false);
    }
  });

  it("writes over its own comment only", async () => {
    // gh brings its own jq; the stand-in below runs the one of the machine.
    assert.equal((await workspace.run("command -v jq")).status, 0, "install jq");
    const step = workflowSteps().find(({ name }) => name?.startsWith("Comment"));
    const tools = join(outside, "gh-tools");
    mkdirSync(tools);
    const log = join(outside, "gh.log");
    const tool = `#!/bin/sh\ncase "$*" in *--jq*) jq -r "$5" "$COMMENTS" ;; *) echo "$*" > "${log}" ;; esac\n`;
    writeFileSync(join(tools, "gh"), tool, { mode: 0o755 });
    const comment = (id: number, login: string, body: string) => ({ id, user: { login }, body });
    const marked = "<!-- album-sync:plan v1 -->\nPlan";
    const send = async (comments: readonly object[]) => {
      writeFileSync(join(outside, "comments.json"), JSON.stringify(comments));
      const environment = {
        COMMENTS: join(outside, "comments.json"),
        COMMENT: "/plan.md",
        NUMBER: "7",
        GITHUB_REPOSITORY: "me/albums",
        PATH: addPath(tools),
      };
      const sent = await workspace.run(`set -e\n${step?.run ?? "exit 99"}`, environment);
      assert.equal(sent.status, 0, sent.stderr);
      return readFileSync(log, "utf8");
    };
    const others = [comment(1, "mallory", marked), comment(2, "github-actions[bot]", "Tests passed")];
    assert.match(await send(others), /--method POST repos\/me\/albums\/issues\/7\/comments/);
    const own = comment(3, "github-actions[bot]", marked);
    assert.match(await send([...others, own]), /--method PATCH repos\/me\/albums\/issues\/comments\/3/);
  });

  it("passes only inputs that the action has", () => {
    const uses = workflowSteps().filter((step) => step.uses?.includes("/album-sync@"));
    assert.equal(uses.length, 3);
    for (const step of uses)
      for (const name of Object.keys(step.with ?? {})) assert.ok(Object.hasOwn(action.inputs, name), name);
  });
});

function workflowSteps(): readonly Step[] {
  const jobs = Object.values(readYaml("docs/ci/album-sync.yml").jobs) as { readonly steps: Step[] }[];
  return jobs.flatMap((job) => job.steps);
}

function readYaml(file: string) {
  return parse(readFileSync(join(PROJECT_DIR, file), "utf8"));
}

/** A checkout of somebody who means ill: whatever it gets to run leaves a file in the canary's folder. */
function plantTraps(): void {
  for (const folder of ["temp", "home", "canary"]) mkdirSync(join(outside, folder));
  const put = (file: string, text: string) => {
    mkdirSync(dirname(join(workspace.dir, file)), { recursive: true });
    writeFileSync(join(workspace.dir, file), text, { mode: 0o755 });
  };
  const touch = `require("node:fs").writeFileSync(${JSON.stringify(join(canary, "touched"))}, "");\n`;
  put("evil.cjs", touch);
  put("evil.sh", `#!/bin/sh\ntouch "${canary}/touched"\n`);
  const npmrc = (whose: string) =>
    `registry=http://127.0.0.1:9/evil-${whose}/\nscript-shell=${workspace.dir}/evil.sh\nnode-options=--require=${workspace.dir}/evil.cjs\n`;
  put(".npmrc", npmrc("checkout"));
  writeFileSync(join(outside, "home/.npmrc"), `${npmrc("user")}@evil-user:registry=http://127.0.0.1:9/\n`);
  put("package.json", '{ "name": "checkout", "type": "commonjs", "scripts": { "prepare": "./evil.sh" } }\n');
  for (const name of ["album-sync", "better-sqlite3", "sharp", "yaml", "ajv"]) {
    put(
      `node_modules/${name}/package.json`,
      `{ "name": "${name}", "version": "9.9.9", "main": "index.js" }\n`,
    );
    put(`node_modules/${name}/index.js`, touch);
  }
  for (const name of ["sync", "album-sync", "node", "npm", "npx", "git"])
    put(`node_modules/.bin/${name}`, `#!/bin/sh\ntouch "${canary}/touched"\n`);
  const config = join(workspace.dir, "sync.config.yaml");
  const named = readFileSync(config, "utf8").replace(/^database:.*\n/m, "");
  writeFileSync(config, `${named}database: sqlite:${join(canary, "albums.db")}\n`);
  symlinkSync(canary, join(workspace.dir, "album-sync-plan"));
}

const SYNC_DB = `sqlite:${join(outside, "albums.db")}`;

async function planOnce(require: string): Promise<ReadonlyMap<string, string>> {
  const file = join(outside, "outputs.txt");
  writeFileSync(file, "");
  const variables = { PROJECT: ".", SYNC_UNTRUSTED: "false", REQUIRE: require, SYNC_DB };
  const planned = await runStep("Plan", variables, { GITHUB_OUTPUT: file });
  assert.equal(planned.status, 0, planned.stderr);
  const DIR = readOutputs(file).get("dir") as string;
  writeFileSync(file, "");
  const reported = await runStep("Report the plan", { DIR }, { GITHUB_OUTPUT: file });
  assert.equal(reported.status, 0, reported.stderr);
  return readOutputs(file);
}

function readOutputs(file: string): ReadonlyMap<string, string> {
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  return new Map(lines.map((line) => line.split("=") as [string, string]));
}

function applyOnce(expect: string, require: string) {
  return runStep("Apply", {
    PROJECT: ".",
    SYNC_UNTRUSTED: "false",
    REQUIRE: require,
    SYNC_DB,
    EXPECT: expect,
  });
}

/** Runs a step as a runner does: its own variables, which must be those of the step, and those that every step has. */
function runStep(
  name: string,
  variables: { readonly [name: string]: string },
  more: { readonly [name: string]: string } = {},
) {
  const step = steps.find((each) => each.name === name);
  assert.deepEqual(Object.keys(variables).sort(), Object.keys(step?.env ?? {}).sort());
  const runner = {
    HOME: join(outside, "home"),
    GITHUB_ACTIONS: "true",
    GITHUB_WORKSPACE: workspace.dir,
    GITHUB_ACTION_PATH: PROJECT_DIR,
    GITHUB_OUTPUT: join(outside, "ignored.txt"),
    RUNNER_TEMP: join(outside, "temp"),
  };
  return workspace.run(`set -e -o pipefail\n${step?.run ?? "exit 99"}`, { ...runner, ...variables, ...more });
}

function addPath(folder: string): string {
  return `${folder}${delimiter}${workspace.environment.PATH ?? ""}`;
}
