import assert from "node:assert/strict";
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import fc from "fast-check";
import { parse } from "yaml";
import { drawBands } from "../../sample/legacy/png-file.js";
import { compileRules } from "../../src/collect/scan/folder-rule.js";
import { suggestRule, writeRule } from "../../src/collect/scan/suggest-rule.js";
import { loadSettings } from "../../src/manifest/read/settings.js";
import { runSync } from "../support/collect-project.js";
import { LAW_OPTIONS } from "../support/runs.js";
import { makeTempDir } from "../support/temp-dir.js";

const folderName = fc
  .oneof(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }),
    fc.constantFrom(
      "old cards",
      "my_deck_20240101_101010",
      "_20240101_101010",
      "{a}_20240101_101010",
      "a: b #c",
      "- x",
      "a*b",
      "**",
      "?",
    ),
  )
  .filter((name) => !/[\0/]/.test(name) && name !== "." && name !== "..");

describe("suggested rules", () => {
  it("match their folder and survive the way through YAML", () => {
    fc.assert(
      fc.property(folderName, fc.oneof(fc.constant("outputs"), folderName), (name, root) => {
        for (const rootName of [root, name, name.toUpperCase()]) {
          const rule = suggestRule(name, rootName);
          assert.deepEqual(parse(writeRule(rule)), [rule]);
          const find = compileRules([rule], rootName);
          assert.equal(find([name])?.rule, rule);
          assert.equal(find([]), undefined, "the root itself");
        }
      }),
      LAW_OPTIONS,
    );
  });

  it("match one character for a wildcard in a name", () => {
    const find = compileRules([suggestRule("a*b", "outputs")], "outputs");
    assert.ok(find(["a*b"]) !== undefined);
    assert.equal(find(["a long way to b"]), undefined);
    assert.equal(suggestRule("**", "outputs").pattern, "??");
  });

  it("are printed to paste, after which the folders are collected", async (t) => {
    const dir = makeProject(t);
    const suggested = await runSync(dir, ["collect", "outputs", "--suggest-rules"]);
    assert.equal(suggested.status, 0, suggested.stderr);
    assert.equal(
      suggested.stdout,
      `collect:
  rules:
    - { pattern: "my_deck_20240101_101010", type: deck, slug: "decks/{folder}", name: "My deck, {time}" }
    - { pattern: "old \\"cards\\"", type: singles, slug: "singles/{folder}", name: "{folder}" }
`,
    );
    assert.ok(!existsSync(join(dir, "data")), "nothing was written");
    appendFileSync(join(dir, "sync.config.yaml"), suggested.stdout);
    assert.deepEqual(loadSettings({ cwd: dir, overrides: {}, untrusted: false }).diagnostics, []);
    const collected = await runSync(dir, ["collect", "outputs"]);
    assert.equal(collected.status, 0, collected.stderr);
    assert.match(collected.stdout, /2 files seen: 2 staged/);
    const again = await runSync(dir, ["collect", "outputs", "--suggest-rules"]);
    assert.equal(again.stderr, "A rule matches every folder.\n");
  });

  it("stand in the warning of a folder without a rule", async (t) => {
    const { stdout } = await runSync(makeProject(t), ["collect", "outputs", "--dry-run"]);
    assert.match(stdout, /such as: - \{ pattern: "my_deck_20240101_101010", type: deck, /);
  });

  it("go with no option that would do nothing", async (t) => {
    const { status, stderr } = await runSync(makeProject(t), [
      "collect",
      "outputs",
      "--suggest-rules",
      "--strict",
    ]);
    assert.equal(status, 64);
    assert.match(stderr, /--suggest-rules and --strict don't go together/);
  });
});

function makeProject(t: TestContext): string {
  const dir = makeTempDir(t);
  writeFileSync(join(dir, "sync.config.yaml"), "estate: main\n");
  mkdirSync(join(dir, "manifests"));
  for (const folder of ["my_deck_20240101_101010", 'old "cards"']) {
    mkdirSync(join(dir, "outputs", folder), { recursive: true });
    writeFileSync(join(dir, "outputs", folder, "a.png"), drawBands(folder, 16, 16));
  }
  return dir;
}
