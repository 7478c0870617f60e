import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { dropDatabase } from "../files.js";
import { git } from "./rows.js";

const DATABASE = "data/albums.db";
/** Git ignores what is called so. */
const KEPT = "data/peer-albums.db";
const MANIFESTS = "manifests/bench";

/** Runs `work` on an applied project with its files, which is then put back as it was. */
export function withChanges<T>(dir: string, work: () => T): T {
  copyFileSync(join(dir, DATABASE), join(dir, KEPT));
  const revision = git(dir, "rev-parse", "HEAD").trim();
  try {
    return work();
  } finally {
    dropDatabase(join(dir, DATABASE));
    renameSync(join(dir, KEPT), join(dir, DATABASE));
    git(dir, "reset", "--quiet", "--hard", revision);
    git(dir, "clean", "--quiet", "--force", "-d");
  }
}

/** Gives every image another prompt in its manifest. */
export function changeEveryImage(dir: string): void {
  for (const file of listManifests(dir))
    writeFileSync(file, readFileSync(file, "utf8").replaceAll("wide angle", "close up"));
}

/** Gives every tenth image another prompt in the database. */
export function changeTenthOfRows(dir: string): void {
  runSql(dir, "UPDATE images SET prompt = 'edited' WHERE id % 10 = 0");
}

/** Takes every other manifest away. */
export function removeHalf(dir: string): void {
  for (const [index, file] of listManifests(dir).entries()) if (index % 2 === 1) rmSync(file);
}

/** Commits another prompt of one image. */
export function commitOneLine(dir: string): void {
  const [file = ""] = listManifests(dir);
  writeFileSync(file, readFileSync(file, "utf8").replace("wide angle", "close up"));
  git(dir, "commit", "--quiet", "--all", "--message", "Change one line");
}

/** Leaves the rows, their files and no manifest, as if another program had written them. */
export function disownRows(dir: string): void {
  rmSync(join(dir, MANIFESTS), { recursive: true });
  mkdirSync(join(dir, MANIFESTS));
  const tables = ["changes", "objects", "thumbnails", "runs", "manifests", "refs", "dirty"];
  runSql(dir, tables.map((table) => `DELETE FROM sync_${table};`).join(" "));
}

/** Adds so many runs that changed nothing to the history. */
export function addRuns(dir: string, count: number): void {
  runSql(
    dir,
    `WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count})
      INSERT INTO sync_runs SELECT id + n, estate, command, plan_id, who, host, git_commit, served_from, started_at,
        finished_at, state, rows_written, summary FROM sync_runs, numbers WHERE id = 1`,
  );
}

function listManifests(dir: string): readonly string[] {
  const folder = join(dir, MANIFESTS);
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
}

function runSql(dir: string, sql: string): void {
  const database = new Database(join(dir, DATABASE));
  database.exec(sql);
  database.close();
}
