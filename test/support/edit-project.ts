import { readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { applyLoaded } from "../../src/engine/apply/apply.js";
import type { FileChange } from "../../src/engine/edit/file-change.js";
import { DEFAULT_REQUEST, loadPlan } from "../../src/engine/plan/plan.js";
import { withoutListener } from "../../src/engine/project/ports.js";
import { openProject, type Project } from "../../src/engine/project/project.js";
import { sha256Of } from "../../src/files/hash.js";
import { type Files, makeProject } from "./project.js";

export const DECK_FILE = "manifests/deck.yaml";
export const CARDS_FILE = "data/deck.csv";

/** A manifest as people write them: comments, odd blanks and quotes. */
export const DECK = `# Our cards
kind: set-template
slug: deck
name:   'The deck'     # shown to everybody
items:
  csv: ../data/deck.csv
  key: "{value} of {suit}"
prompt_template: "{value} of {suit}, {look}"
style_suffix: 'soft light'
`;

/** A table with a byte order mark, CRLF, quotes, an empty line and no break at its end. */
export const CARDS =
  '\ufeffvalue,"suit",look\r\n"Two",Spades,"dark, wet"\r\n\r\nThree,"Hearts","say ""hi"""\r\nFour,Clubs,plain';

/** A project with a set template, its table and an album. */
export function makeEditProject(t: Pick<TestContext, "after">, files: Files = {}): string {
  return realpathSync(
    makeProject(t, {
      [DECK_FILE]: DECK,
      "manifests/album.yaml":
        "kind: album\nslug: cards\nname: Cards\ntype: deck\nset_template: deck\nimages: []\n",
      [CARDS_FILE]: CARDS,
      ...files,
    }),
  );
}

/** The project in a folder, with nobody listening. */
export function openQuietly(dir: string): Promise<Project> {
  return openProject({ cwd: dir, untrusted: false }, QUIET);
}

const QUIET = withoutListener({
  now: () => new Date(),
  takeSignal: () => new AbortController().signal,
  warn: async () => {},
  note: () => {},
  detail: () => {},
  progress: () => {},
});

/** The etag of a file of a project. */
export function etagIn(dir: string, path: string): string {
  return sha256Of(readFileSync(join(dir, path)));
}

/** The edit of the deck's style suffix, made for its current bytes. */
export function setSuffix(dir: string, value: string): FileChange {
  return {
    file: DECK_FILE,
    etag: etagIn(dir, DECK_FILE),
    ops: [{ op: "set", path: ["style_suffix"], value }],
  };
}

/** Makes the database equal to the manifests, without thumbnails. */
export async function applyAll(project: Project): Promise<void> {
  const loaded = await loadPlan(project, DEFAULT_REQUEST, { whole: false, requireDatabase: false });
  await applyLoaded(project, loaded, {
    assets: "none",
    consent: async () => {},
    skipBlocked: false,
    thumbnails: false,
    workers: 1,
    retryFailed: false,
  });
}
