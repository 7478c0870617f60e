import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { edit, fingerprint, makeHostileProject, SECRET, sync } from "../support/hostile-project.js";
import { PROJECT_DIR } from "../support/paths.js";
import { ALLOWING, FIRST, READ, TEXTS, WALKS, WRITTEN } from "./outside-places.js";

describe("paths that lead out of the project", () => {
  it("are known for every string of the schemas", () => {
    const known = new Set([...Object.keys(READ), ...Object.keys(WRITTEN), ...TEXTS, ALLOWING]);
    const strings = ["config", "set-template", "album"].flatMap((name) => listStrings(name));
    assert.ok(strings.length > 40);
    assert.deepEqual(
      strings.filter((pointer) => !known.has(pointer)),
      [],
    );
    assert.deepEqual(
      [...known].filter((pointer) => !strings.includes(pointer)),
      [],
    );
  });

  for (const [pointer, { aim: lead, commands }] of Object.entries(READ))
    for (const form of ["dots", "absolute", "link"] as const)
      it(`are refused in ${pointer}, ${form}`, (t) => {
        const project = makeHostileProject(t);
        lead(project, form);
        const before = [fingerprint(project.outside), fingerprint(project.dir)];
        for (const command of commands) {
          const { code, hung, printed } = sync(project.dir, ...command);
          assert.equal(hung, false);
          assert.equal(code, 3, `${command.join(" ")}: ${printed}`);
          assert.match(printed, /path-outside-project|file-outside-root|outside the asset root/);
          assert.ok(!printed.includes(SECRET), printed);
        }
        assert.deepEqual([fingerprint(project.outside), fingerprint(project.dir)], before);
      });

  for (const [pointer, { aim: lead, code: what }] of Object.entries(WRITTEN))
    for (const form of ["dots", "absolute", "link"] as const)
      it(`are said aloud in ${pointer}, and refused in a stranger's checkout, ${form}`, (t) => {
        const project = makeHostileProject(t);
        lead(project, form);
        const before = fingerprint(project.outside);
        const refused = sync(project.dir, "apply", "--yes", "--untrusted");
        assert.equal(refused.code, 3, refused.printed);
        assert.match(refused.printed, /error\[path-outside-project\]/);
        assert.equal(fingerprint(project.outside), before);
        const planned = sync(project.dir, "plan");
        assert.equal(planned.code, 0, planned.printed);
        assert.match(planned.printed, /warning\[writes-outside-project\]/);
        assert.match(planned.printed, new RegExp(what));
        assert.ok(planned.printed.includes(project.outside), planned.printed);
      });

  it("are allowed by name, and not in a stranger's checkout", (t) => {
    const project = makeHostileProject(t);
    READ["set-template/items/csv"]?.aim(project, "dots");
    const config = join(project.dir, "sync.config.yaml");
    writeFileSync(config, `${readFileSync(config, "utf8")}allow_outside: [../outside]\n`);
    const trusted = sync(project.dir, "render", "elements");
    assert.equal(trusted.code, 0, trusted.printed);
    assert.ok(trusted.printed.includes(SECRET));
    for (const refused of [
      sync(project.dir, "render", "elements", "--untrusted"),
      sync(project.dir, "validate", "--untrusted"),
    ]) {
      assert.equal(refused.code, 3);
      assert.ok(!refused.printed.includes(SECRET));
    }
  });

  for (const command of [["validate"], ["plan"], ["fmt"], ["doctor"]])
    it(`are no way to read a file as a manifest or a configuration: ${command}`, (t) => {
      const project = makeHostileProject(t);
      for (const name of ["secret.yaml", "secret.txt"])
        symlinkSync(join(project.outside, name), join(project.dir, "manifests", `${name}.yaml`));
      const before = fingerprint(project.outside);
      const ended = sync(project.dir, ...command);
      assert.ok(!ended.printed.includes(SECRET), ended.printed);
      assert.ok(lstatSync(join(project.dir, "manifests/secret.txt.yaml")).isSymbolicLink());
      rmSync(join(project.dir, "sync.config.yaml"));
      symlinkSync(join(project.outside, "secret.txt"), join(project.dir, "sync.config.yaml"));
      const configured = sync(project.dir, ...command);
      assert.notEqual(configured.code, 0);
      assert.ok(!configured.printed.includes(SECRET), configured.printed);
      assert.equal(fingerprint(project.outside), before);
    });

  it("are not read by the configuration of a stranger, also when it is named", (t) => {
    const project = makeHostileProject(t);
    rmSync(join(project.dir, "sync.config.yaml"));
    symlinkSync(join(project.outside, "secret.txt"), join(project.dir, "sync.config.yaml"));
    const { code, printed } = sync(project.dir, "validate", "--untrusted", "--config", "sync.config.yaml");
    assert.equal(code, 3);
    assert.match(printed, /error\[path-outside-project\]/);
    assert.ok(!printed.includes(SECRET), printed);
  });

  it("are not read in an earlier state of a stranger's checkout", (t) => {
    const project = makeHostileProject(t);
    const config = join(project.dir, "sync.config.yaml");
    const [harmless, link] = [readFileSync(config), join(project.dir, "manifests/secret.yaml")];
    writeFileSync(config, `${harmless}allow_outside: [${JSON.stringify(project.outside)}]\n`);
    symlinkSync(join(project.outside, "secret.yaml"), link);
    const git = (...args: readonly string[]) =>
      execFileSync("git", [
        "-C",
        project.dir,
        "-c",
        "user.name=x",
        "-c",
        "user.email=x@example.org",
        ...args,
      ]);
    git("init", "-q");
    git("add", "-A");
    git("commit", "-qm", "stranger");
    rmSync(link);
    writeFileSync(config, harmless);
    const { code, printed } = sync(project.dir, "plan", "--base", "HEAD", "--untrusted");
    assert.equal(code, 3);
    assert.match(printed, /error\[path-outside-project\]/);
    assert.ok(!printed.includes(SECRET), printed);
  });

  it("are no place for thumbnails made of pictures outside", (t) => {
    const project = makeHostileProject(t);
    rmSync(join(project.dir, "data/legacy", FIRST));
    symlinkSync(join(project.outside, "assets", FIRST), join(project.dir, "data/legacy", FIRST));
    const rows = sync(project.dir, "apply", "--yes", "--assets", "none");
    assert.match(rows.printed, /outside the asset root/);
    assert.equal(rows.code, 6, rows.printed);
    assert.equal(
      readdirSync(join(project.dir, "data/thumbnails")).filter((name) => name.endsWith(".webp")).length,
      2,
    );
  });

  for (const name of [".github", ".gitignore", ".pre-commit-config.yaml", "data/legacy/.album-sync-root"])
    it(`are not written to by init: ${name}`, (t) => {
      const project = makeHostileProject(t);
      rmSync(join(project.dir, name), { recursive: true, force: true });
      symlinkSync(join(project.outside, name === ".github" ? "media" : "new"), join(project.dir, name));
      const before = [fingerprint(project.outside), fingerprint(project.dir)];
      const { code, printed } = sync(project.dir, "init");
      assert.equal(code, 1, printed);
      assert.match(printed, /error\[path-outside-project\]/);
      assert.deepEqual([fingerprint(project.outside), fingerprint(project.dir)], before);
    });

  it("are not written to by fmt, collect and verify", (t) => {
    const project = makeHostileProject(t);
    // A manifest behind a link inside the project keeps its link.
    renameSync(join(project.dir, WALKS), join(project.dir, "data/walks.yaml"));
    symlinkSync("../../data/walks.yaml", join(project.dir, WALKS));
    edit(join(project.dir, "data/walks.yaml"), "name: Walks", "name:   Walks");
    assert.equal(sync(project.dir, "fmt").code, 0);
    assert.ok(lstatSync(join(project.dir, WALKS)).isSymbolicLink());
    assert.match(readFileSync(join(project.dir, "data/walks.yaml"), "utf8"), /^name: Walks$/m);
    const before = fingerprint(project.outside);
    symlinkSync(join(project.outside, "manifests"), join(project.dir, "manifests/legacy"));
    symlinkSync(join(project.outside, "media"), join(project.dir, "data/legacy/decks"));
    mkdirSync(join(project.dir, "outputs/card_deck_20251013_213149"), { recursive: true });
    writeFileSync(
      join(project.dir, "outputs/card_deck_20251013_213149/20251013_213149_Ace.png"),
      readFileSync(join(project.dir, "data/legacy", FIRST)),
    );
    const collected = sync(project.dir, "collect", "outputs");
    assert.notEqual(collected.code, 0);
    assert.match(collected.printed, /path-outside-project/);
    assert.doesNotMatch(collected.printed, /This is a bug/);
    symlinkSync(join(project.outside, "ledger"), join(project.dir, "data/sync-verify.tmp"));
    sync(project.dir, "apply", "--yes");
    const verified = sync(project.dir, "verify");
    assert.doesNotMatch(verified.printed, /This is a bug/);
    assert.equal(fingerprint(project.outside), before);
  });
});

/** Pointers of the properties of a schema that may hold a string. */
function listStrings(name: string): readonly string[] {
  const schema: unknown = JSON.parse(readFileSync(join(PROJECT_DIR, `schemas/${name}.schema.json`), "utf8"));
  const found = new Set<string>();
  visit(schema, name);
  return [...found];

  function visit(part: unknown, pointer: string): void {
    if (typeof part !== "object" || part === null) return;
    const {
      type,
      properties,
      definitions,
      items,
      enum: choices,
      const: only,
      ...rest
    } = part as {
      readonly [key: string]: unknown;
    };
    if ([type].flat().includes("string") && choices === undefined && only === undefined) found.add(pointer);
    for (const [key, value] of Object.entries(properties ?? {})) visit(value, `${pointer}/${key}`);
    for (const [key, value] of Object.entries(definitions ?? {})) visit(value, `${name}#${key}`);
    visit(items, `${pointer}[]`);
    for (const key of ["oneOf", "anyOf", "allOf"])
      for (const option of (rest[key] ?? []) as readonly unknown[]) visit(option, pointer);
  }
}
