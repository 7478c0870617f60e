import assert from "node:assert/strict";
import { cpSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { describe, it } from "node:test";
import { COMMANDS } from "../../../src/cli/commands.js";
import { createHints, nameProgram } from "../../../src/cli/terminal/command-name.js";
import { PROJECT_DIR } from "../../support/paths.js";
import { createWorkspace } from "../../support/transcript.js";

describe("the command in a hint", () => {
  it("is named as it can be started where the hint is printed", (t) => {
    const workspace = createWorkspace([]);
    t.after(() => workspace.remove());
    const top = realpathSync(workspace.dir);
    const make = (path: string): string => {
      mkdirSync(join(top, path), { recursive: true });
      return join(top, path);
    };
    const checkout = make("checkout");
    const bin = join(make("checkout/bin"), "sync.js");
    writeFileSync(bin, "");
    writeFileSync(join(checkout, "package.json"), "{}");
    const project = make("project");
    writeFileSync(join(project, "package.json"), "{}");
    const name = (cwd: string, program: string, path: readonly string[] = [], dir = checkout) =>
      nameProgram({ program, cwd, environment: { PATH: path.join(delimiter) } }, dir);

    assert.equal(name(checkout, bin), "npx sync");
    assert.equal(name(make("checkout/docs"), bin), "npx sync");
    assert.equal(name(project, bin), `node ${bin}`);
    assert.equal(
      name(project, join(make("an odd 'name'"), "sync.js")),
      `node '${top}/an odd '\\''name'\\''/sync.js'`,
    );

    // Installed in a project, also by a link.
    const installed = make("project/node_modules/album-sync");
    cpSync(checkout, installed, { recursive: true });
    const shim = join(make("project/node_modules/.bin"), "album-sync");
    symlinkSync("../album-sync/bin/sync.js", shim);
    assert.equal(name(project, shim, [dirname(shim)], installed), "npx album-sync");
    assert.equal(name(make("project/manifests"), shim, [dirname(shim)], installed), "npx album-sync");
    make("linked/node_modules");
    symlinkSync(checkout, join(top, "linked/node_modules/album-sync"));
    assert.equal(name(join(top, "linked"), bin), "npx album-sync");
    assert.equal(name(top, join(tmpdir(), "_npx/0f/node_modules/.bin/album-sync")), "npx album-sync");

    // Another program of the name comes first on the PATH, as the one of the system does.
    const global = make("global");
    symlinkSync(bin, join(global, "album-sync"));
    symlinkSync(bin, join(global, "sync"));
    const system = make("system");
    writeFileSync(join(system, "sync"), "");
    assert.equal(name(project, join(global, "sync"), [global]), "sync");
    assert.equal(name(project, join(global, "album-sync"), [global]), "album-sync");
    assert.equal(name(project, join(global, "sync"), [system, global]), "album-sync");
  });

  it("replaces mentions of commands and nothing else", () => {
    let asked = 0;
    const hint = createHints(COMMANDS, () => {
      asked++;
      return "npx album-sync";
    });
    for (const text of [
      "sync writes to /tmp and never applies an empty estate",
      "album-sync plan, npx sync plan, ./sync plan",
      "Saved to sync plan.json, sync fmt/x and sync plan-b",
      "Run git sync",
    ])
      assert.equal(hint(text), text);
    assert.equal(asked, 0);
    assert.equal(
      hint("Run sync db check, or `sync fmt`; then sync apply. sync <command> --help"),
      "Run npx album-sync db check, or `npx album-sync fmt`; then npx album-sync apply. npx album-sync <command> --help",
    );
    assert.equal(asked, 1);
    for (const { name } of COMMANDS) assert.equal(hint(`sync ${name}`), `npx album-sync ${name}`);
  });

  it("repeats the options that say which project is meant, where they matter", async (t) => {
    const place = { cwd: "my albums", config: "a.yaml" };
    const hint = createHints(COMMANDS, () => "npx sync", place);
    assert.equal(
      hint("Run sync db check or sync init. sync explain x, sync <command> --help"),
      "Run npx sync -C 'my albums' --config a.yaml db check or npx sync -C 'my albums' init. npx sync explain x, npx sync <command> --help",
    );
    const workspace = createWorkspace([join(PROJECT_DIR, "test/cli/fixtures/project")]);
    t.after(() => workspace.remove());
    const moved = "mkdir 'my albums'; mv data manifests 'my albums'; mv sync.config.yaml 'my albums/a.yaml'";
    assert.equal((await workspace.run(moved)).status, 0);
    const { stderr } = await workspace.run("sync -C 'my albums' plan --config a.yaml --out plan.json");
    const next = /(sync -C 'my albums' --config a\.yaml apply plan\.json)/.exec(stderr)?.[1];
    assert.ok(next !== undefined, stderr);
    assert.equal((await workspace.run(`${next} --no-thumbnails`)).status, 0);
    assert.match((await workspace.run("sync -C data plan --help")).stdout, /^Usage: sync plan /m);
  });

  it("can be pasted from messages, help and JSON", async (t) => {
    const workspace = createWorkspace([join(PROJECT_DIR, "test/cli/fixtures/project")]);
    t.after(() => workspace.remove());
    const own = join(PROJECT_DIR, "bin/sync.js");
    const env = { PATH: dirname(process.execPath) + delimiter + (process.env.PATH ?? "") };
    const run = (line: string) => workspace.run(`node ${own} ${line}`, env);
    const start = own.replaceAll("/", "\\/");
    const missing = await run("plan --config nowhere.yaml");
    assert.match(missing.stderr, new RegExp(`help: Run node ${start} init`));
    const json = JSON.parse((await run("plan --config nowhere.yaml --json")).stdout);
    assert.match(json.diagnostics[0].help, new RegExp(`^Run node ${start} init`));
    assert.match((await run("plan --out plan.json")).stderr, new RegExp(`node ${start} apply plan.json`));
    const help = (await run("plan --help")).stdout;
    assert.match(help, new RegExp(`^Usage: node ${start} plan `, "m"));
    assert.doesNotMatch(help, /(?<![-\w./])sync plan/);
  });
});
