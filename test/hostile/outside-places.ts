import { readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { edit, type HostileProject } from "../support/hostile-project.js";

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

/** A manifest of the project, and its first image. */
export const WALKS = "manifests/albums/walks.yaml";
export const FIRST = "singles/2025-10/20251001_080000_red_hill.png";

interface Case {
  readonly aim: Aim;
  /** Commands that must refuse it. */
  readonly commands: readonly (readonly string[])[];
  /** Exit code: of invalid manifests when left out. */
  readonly code?: number;
}

/** Places that lead to something that is read, by the pointer of their key in the schemas. */
export const READ: { readonly [pointer: string]: Case } = {
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
export const WRITTEN: { readonly [pointer: string]: { readonly aim: Aim; readonly code: string } } = {
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
export const TEXTS: ReadonlySet<string> = new Set([
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
export const ALLOWING = "config/allow_outside[]";
