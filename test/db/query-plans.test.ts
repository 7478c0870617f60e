import assert from "node:assert/strict";
import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { after, before, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import Database from "better-sqlite3";
import { PROJECT_DIR } from "../support/paths.js";
import { createWorkspace, type Workspace } from "../support/transcript.js";
import { findWholeReads } from "../support/whole-reads.js";

const RECORDER = pathToFileURL(join(PROJECT_DIR, "dist/test/support/record-statements.js")).href;
const DECK = "decks/card-deck-20251013-213149";
const MANIFEST = `manifests/legacy/${DECK}.yaml`;

/** A command, what happens before it, and the tables that it may read whole. */
interface Case {
  readonly line: string;
  readonly first?: string;
  readonly whole: readonly string[];
}

/** What a plan reads: it counts all rows, so that it can trust the marks of what others changed. */
const COUNTED = ["album_images", "albums", "images", "labels"];
const PLAN = [...COUNTED, "recorded albums"];
/** What reads all that an estate owns. */
const WHOLE_PLAN = [...PLAN, "sync_objects"];

const CASES: readonly Case[] = [
  { line: "sync apply --yes --no-thumbnails", whole: [...COUNTED, "sync_objects", "sync_thumbnails"] },
  { line: "sync thumbnails", whole: ["sync_objects", "sync_thumbnails"] },
  { line: "sync plan", whole: COUNTED },
  { line: "sync plan --refresh", whole: WHOLE_PLAN },
  {
    line: "sync plan",
    first: `sed -i 's/^public: .*/public: false/; 0,/steps: /s/steps: .*/steps: 7/' ${MANIFEST}`,
    whole: PLAN,
  },
  { line: "sync apply --yes --no-thumbnails", whole: WHOLE_PLAN },
  { line: "sync plan", first: `sql "UPDATE images SET prompt = 'x' WHERE id IN (3, 50)"`, whole: PLAN },
  { line: "sync adopt --drift", whole: WHOLE_PLAN },
  { line: "sync status", whole: [...WHOLE_PLAN, "sync_thumbnails"] },
  { line: "sync ls albums", whole: ["album_images", "albums", "sync_objects"] },
  { line: "sync ls templates", whole: ["albums"] },
  { line: "sync ls images", whole: ["images"] },
  { line: `sync ls images album:${DECK} label:spades nsfw:no`, whole: ["albums", "images"] },
  { line: "sync history", whole: [] },
  { line: "sync history 1 --verbose", whole: [] },
  { line: "sync history --reverse 2", whole: WHOLE_PLAN },
  { line: "sync verify", whole: ["images", "sync_thumbnails"] },
  { line: `sync export ${DECK} --any-album --format kohya --out train`, whole: [...COUNTED, "sync_objects"] },
  { line: "sync db status", whole: [] },
  { line: "sync db check", whole: ["sync_changes", "sync_objects"] },
  { line: "sync doctor", whole: [] },
  { line: "sync plan --prune", first: `mkdir aside && mv ${MANIFEST} aside`, whole: WHOLE_PLAN },
  {
    line: "sync apply --prune --yes --allow-deletes 50",
    whole: [...WHOLE_PLAN, "sync_thumbnails"],
  },
  {
    line: "sync apply --yes --no-thumbnails",
    first: `mv aside/* manifests/legacy/decks; sed -i 's/^slug: decks/slug: moved/' ${MANIFEST}`,
    whole: WHOLE_PLAN,
  },
  {
    line: "sync apply --yes --no-thumbnails",
    first: `sed -i 's/^slug: moved\\(.*\\)/slug: again\\1\\nrenamed_from: moved\\1/' ${MANIFEST}`,
    whole: WHOLE_PLAN,
  },
  { line: `sync forget album:${DECK.replace("decks", "again")}`, whole: [] },
  { line: "sync adopt", whole: ["recorded albums"] },
  { line: "sync apply --yes --no-thumbnails", whole: WHOLE_PLAN },
  { line: "sync history --keep 1", whole: ["sync_objects"] },
  {
    line: "sync db check --rebuild-baseline --yes",
    whole: [...COUNTED, "sync_changes", "sync_objects"],
  },
  { line: "sync db migrate", whole: [] },
];

let workspace: Workspace;

before(() => {
  workspace = createWorkspace([]);
  const isSource = (path: string) => !/^data\/(albums\.db|thumbnails)/.test(relative(PROJECT_DIR, path));
  for (const part of ["manifests", "data", "schemas", "sync.config.yaml"])
    cpSync(join(PROJECT_DIR, part), join(workspace.dir, part), { recursive: true, filter: isSource });
});
after(() => workspace.remove());

describe("no statement reads a table whole for each row of another, nor at all but in", () => {
  for (const { line, first, whole } of CASES)
    it(line, async () => {
      if (first !== undefined) assert.deepEqual(await workspace.run(first), DONE);
      const statements = await recordStatements(line);
      const database = new Database(join(workspace.dir, "data/albums.db"));
      const reads = statements.flatMap((sql) =>
        findWholeReads(database, sql).map((read) => ({ ...read, sql: sql.replaceAll(/\s+/g, " ") })),
      );
      database.close();
      assert.deepEqual(
        reads.filter(({ repeated }) => repeated),
        [],
      );
      const tables = [...new Set(reads.map(({ table }) => table))].sort();
      assert.deepEqual(tables, whole, JSON.stringify(reads, null, 1));
    });
});

const DONE = { status: 0, stdout: "", stderr: "" };

/** Queries and changes of rows that a line of `sync` prepares. */
async function recordStatements(line: string): Promise<readonly string[]> {
  const file = join(workspace.dir, "..", "statements");
  rmSync(file, { force: true });
  const recording = { NODE_OPTIONS: `--import=${RECORDER}`, STATEMENTS_FILE: file };
  const { status, stderr } = await workspace.run(line, recording);
  assert.equal(status, 0, stderr);
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean) : [];
  const statements = lines.map((text) => JSON.parse(text) as string);
  return statements.filter((sql) => /^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b/i.test(sql));
}
