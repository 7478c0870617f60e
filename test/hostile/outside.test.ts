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
import { join, relative } from "node:path";
import { describe, it } from "node:test";
import {
  edit,
  fingerprint,
  type HostileProject,
  makeHostileProject,
  SECRET,
  sync,
} from "../support/hostile-project.js";
import { PROJECT_DIR } from "../support/paths.js";

/** How a path leads out: by `..`, from the root of the disk, or through a link inside the project. */
type Form = "dots" | "absolute" | "link";

/** Makes one place of a project lead to `target`; `from`: the folder that paths there are relative to. */
type Aim = (project: HostileProject, form: Form) => void;

/** Puts a path into a place: as text, or as a link that stands at the path that is written there already. */
function aim(at: {
  readonly file: string;
  readonly before: string;
  readonly after: (path: string) => string;
  readonly target: string;
  readonly from: string;
}): Aim {
  return ({ dir, outside }, form) => {
    const target = join(outside, at.target);
    const from = join(dir, at.from);
    const link = join(from, "led-away");
    if (form === "link") symlinkSync(target, link);
    const path = form === "absolute" ? target : relative(from, form === "link" ? link : target);
    edit(join(dir, at.file), at.before, at.after(path));
  };
}

const WALKS = "manifests/albums/walks.yaml";
const FIRST = "singles/2025-10/20251001_080000_red_hill.png";

interface Case {
  readonly aim: Aim;
  /** Commands that must refuse it. */
  readonly commands: readonly (readonly string[])[];
  /** Exit code: of invalid manifests when left out. */
  readonly code?: number;
}

/** Places that lead to something that is read, by the pointer of their key in the schemas. */
const READ: { readonly [pointer: string]: Case } = {
  "config/manifests[]": {
    aim: aim({
      file: "sync.config.yaml",
      before: "[manifests]",
      after: (path) => `[${JSON.stringify(path)}]`,
      target: "manifests",
      from: ".",
    }),
    commands: [["validate"], ["plan"], ["fmt"]],
  },
  "config/assets/root": {
    aim: aim({
      file: "sync.config.yaml",
      before: "root: data/legacy",
      after: (path) => `root: ${JSON.stringify(path)}`,
      target: "assets",
      from: ".",
    }),
    commands: [["validate"], ["plan"], ["fmt", "--facts"]],
  },
  "config/assets/roots[]/dir": {
    aim: aim({
      file: "sync.config.yaml",
      before: "root: data/legacy",
      after: (path) => `root: data/legacy, roots: [{ name: other, dir: ${JSON.stringify(path)} }]`,
      target: "assets",
      from: ".",
    }),
    commands: [["validate"], ["plan"], ["fmt", "--facts"]],
  },
  "set-template/items/csv": {
    aim: aim({
      file: "manifests/sets/elements.yaml",
      before: "../../data/sets/elements.csv",
      after: JSON.stringify,
      target: "secret.csv",
      from: "manifests/sets",
    }),
    commands: [["validate"], ["render", "elements"], ["plan"]],
  },
  "album#imageShards/jsonl[]": {
    aim(project, form) {
      const text = readFileSync(join(project.dir, WALKS), "utf8");
      writeFileSync(
        join(project.dir, WALKS),
        `${text.slice(0, text.indexOf("images:"))}images: { jsonl: [HERE] }\n`,
      );
      aim({
        file: WALKS,
        before: "HERE",
        after: JSON.stringify,
        target: "secret.jsonl",
        from: "manifests/albums",
      })(project, form);
    },
    commands: [["validate"], ["plan"], ["fmt"]],
  },
  "album#imageFile/file": {
    aim(project, form) {
      if (form !== "link") {
        aim({
          file: WALKS,
          before: `file: ${FIRST}`,
          after: (path) => `file: ${JSON.stringify(path)}`,
          target: `assets/${FIRST}`,
          from: "data/legacy",
        })(project, form);
        return;
      }
      rmSync(join(project.dir, "data/legacy", FIRST));
      symlinkSync(join(project.outside, "assets", FIRST), join(project.dir, "data/legacy", FIRST));
    },
    commands: [["validate"], ["plan"], ["fmt", "--facts"]],
  },
};

/** Places that lead to where something is written. */
const WRITTEN: { readonly [pointer: string]: { readonly aim: Aim; readonly code: string } } = {
  "config/database": {
    aim: aim({
      file: "sync.config.yaml",
      before: "sqlite:data/albums.db",
      after: (path) => JSON.stringify(`sqlite:${path}`),
      target: "albums.db",
      from: ".",
    }),
    code: "database",
  },
  "config/media/root": {
    aim: aim({
      file: "sync.config.yaml",
      before: "media: { root: data }",
      after: (path) => `media: { root: ${JSON.stringify(path)} }`,
      target: "media",
      from: ".",
    }),
    code: "thumbnails",
  },
};

/** Strings that are never opened: names, texts, patterns, paths as somebody else sees them. */
const TEXTS: ReadonlySet<string> = new Set([
  ...["estate", "database_id", "assets/served_from", "assets/roots[]/name", "assets/roots[]/served_from"].map(
    (key) => `config/${key}`,
  ),
  ...[
    "time_zone",
    "rules[]/pattern",
    "rules[]/slug",
    "rules[]/name",
    "rules[]/license",
    "rules[]/set_template",
  ].map((key) => `config/collect/${key}`),
  ...[
    "slug",
    "renamed_from",
    "adopts",
    "name",
    "description",
    "items/key",
    "base_prompt",
    "prompt_template",
    "style_suffix",
    "example_theme",
    "generation/negative_prompt",
  ].map((key) => `set-template/${key}`),
  ...["slug", "renamed_from", "adopts", "name", "description", "set_template"].map((key) => `album/${key}`),
  ...["source", "license", "notes"].map((key) => `album/provenance/${key}`),
  ...["created_at", "prompt", "negative_prompt", "seed", "source/file", "source/model"].map(
    (key) => `album/defaults/${key}`,
  ),
  ...[
    "sha256",
    "renamed_from",
    "item",
    "created_at",
    "prompt",
    "negative_prompt",
    "seed",
    "source/file",
    "source/model",
  ].map((key) => `album#imageFile/${key}`),
  ...["#imageReference/ref", "#imageLora/path", "#imageLora/name", "#label/text"].map((key) => `album${key}`),
  ...["#lora/path", "#lora/name"].map((key) => `set-template${key}`),
]);

/** What allows the rest. */
const ALLOWING = "config/allow_outside[]";

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
