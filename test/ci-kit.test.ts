import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { parse } from "yaml";
import { PROJECT_DIR } from "./support/paths.js";
import { createWorkspace } from "./support/transcript.js";

interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly run?: string;
  readonly env?: { readonly [name: string]: string };
}

const action = readYaml("action.yml");
const steps: readonly Step[] = action.runs.steps;
const workspace = createWorkspace([join(PROJECT_DIR, "test/cli/fixtures/project")]);
// `npx --yes album-sync@VERSION …` runs the program of this checkout.
const bin = join(workspace.dir, "bin");
mkdirSync(bin);
writeFileSync(join(bin, "npx"), '#!/bin/sh\nshift 2\nexec sync "$@"\n', { mode: 0o755 });
after(workspace.remove);

describe("action.yml", () => {
  it("hands inputs to its scripts as variables only", () => {
    assert.equal(steps.length, 4);
    for (const { run = "" } of steps) assert.doesNotMatch(run, /\$\{\{/);
  });

  it("refuses an unknown mode, and an apply of nothing that was reviewed", async () => {
    assert.equal((await runStep("Check the inputs", { MODE: "plan", EXPECT: "" })).status, 0);
    assert.equal((await runStep("Check the inputs", { MODE: "apply", EXPECT: "" })).status, 64);
    assert.equal((await runStep("Check the inputs", { MODE: "destroy", EXPECT: "" })).status, 64);
  });

  it("validates, plans and applies exactly what was planned", async () => {
    const validated = await runStep("Validate", { VERSION: "0.1.0", ASSETS: "hash" });
    assert.equal(validated.status, 0, validated.stderr);
    const outputs = await planOnce();
    assert.equal(outputs.get("has-changes"), "true");
    assert.equal(outputs.get("deletes"), "0");
    assert.match(readFileSync(outputs.get("comment") as string, "utf8"), /^<!-- album-sync:plan v1 -->\n/);
    assert.match(readFileSync(join(workspace.dir, "out/plan.html"), "utf8"), /^<!doctype html>/);
    const expect = outputs.get("plan-id") as string;
    const wrong = await runStep("Apply", { VERSION: "0.1.0", SYNC_DB: "", EXPECT: "0".repeat(64) });
    assert.equal(wrong.status, 4, wrong.stderr);
    const applied = await runStep("Apply", { VERSION: "0.1.0", SYNC_DB: "", EXPECT: expect });
    assert.equal(applied.status, 0, applied.stderr);
    assert.equal((await planOnce()).get("has-changes"), "false");
  });

  it("offers as outputs what its plan step writes", async () => {
    const written = await planOnce();
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
  });

  it("passes only inputs that the action has", () => {
    const jobs = Object.values(workflow.jobs) as { steps: { uses?: string; with?: object }[] }[];
    const uses = jobs.flatMap((job) => job.steps).filter((step) => step.uses?.includes("/album-sync@"));
    assert.equal(uses.length, 3);
    for (const step of uses)
      for (const name of Object.keys(step.with ?? {})) assert.ok(Object.hasOwn(action.inputs, name), name);
  });
});

describe(".pre-commit-hooks.yaml", () => {
  it("names commands that run", async () => {
    const hooks = readYaml(".pre-commit-hooks.yaml") as { entry: string; files: string }[];
    assert.deepEqual(
      hooks.map(({ entry }) => entry),
      ["album-sync validate", "album-sync fmt"],
    );
    for (const { entry, files } of hooks) {
      assert.ok(new RegExp(files).test("manifests/albums/walks.yaml"));
      assert.equal((await workspace.run(entry.replace("album-sync", "sync"))).status, 0);
    }
  });
});

function readYaml(file: string) {
  return parse(readFileSync(join(PROJECT_DIR, file), "utf8"));
}

async function planOnce(): Promise<ReadonlyMap<string, string>> {
  const file = join(workspace.dir, "outputs.txt");
  writeFileSync(file, "");
  const planned = await runStep("Plan", { VERSION: "0.1.0", SYNC_DB: "", DIR: "out", GITHUB_OUTPUT: file });
  assert.equal(planned.status, 0, planned.stderr);
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  return new Map(lines.map((line) => line.split("=") as [string, string]));
}

function runStep(name: string, variables: { readonly [name: string]: string }) {
  const step = steps.find((each) => each.name === name);
  const wanted = Object.keys(step?.env ?? {}).sort();
  assert.deepEqual(
    Object.keys(variables)
      .filter((key) => key !== "GITHUB_OUTPUT")
      .sort(),
    wanted,
  );
  return workspace.run(`PATH="$PWD/bin:$PATH"; set -e -o pipefail\n${step?.run ?? "exit 99"}`, variables);
}
