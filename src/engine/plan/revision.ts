import { execFileSync } from "node:child_process";
import { relative, sep } from "node:path";
import { gitBlobOf } from "../../files/hash.js";
import type { Settings } from "../../model/estate.js";
import { usageFailure } from "../project/failure.js";
import { runGit } from "../project/git.js";

/** The project folder as it is in a git revision, without its assets. */
export interface Revision {
  /** False when it has links, other repositories or names that are no UTF-8 in it: single files can't be taken. */
  readonly isPlain: boolean;
  readonly files: ReadonlySet<string>;
  /** True when a file of the revision has these bytes. */
  holds(file: string, bytes: Uint8Array): boolean;
  /** Writes some of its files into another folder. */
  write(files: readonly string[], folder: string): void;
  /** Writes all of its files into another folder. */
  writeAll(folder: string): void;
}

/** So many names have room in one command line, however long they are. */
const AT_ONCE = 200;
const FILE_MODES = new Set(["100644", "100755", "100664"]);

/** Looks a revision up. Throws a usage failure when git does not know it. */
export function openRevision(revision: string, settings: Settings): Revision {
  const { projectDir } = settings;
  const git = (args: readonly string[]) => explain(revision, () => runGit(projectDir, args));
  const commit = git(["rev-parse", "--verify", "--end-of-options", `${revision}^{commit}`])
    .toString()
    .trim();
  const assets = listAssets(settings);
  const blobs = new Map<string, string>();
  let isPlain = true;
  for (const line of git(["ls-tree", "-r", "-z", commit]).toString().split("\0")) {
    const [, mode = "", blob = "", file = ""] = /^(\d+) \w+ (\w+)\t(.*)$/s.exec(line) ?? [];
    if (file === "" || assets.some((folder) => file.startsWith(`${folder}/`))) continue;
    if (FILE_MODES.has(mode) && !file.includes("\ufffd")) blobs.set(file, blob);
    else isPlain = false;
  }
  const unpack = (paths: readonly string[], folder: string) => {
    const tree = git(["archive", "--format=tar", commit, "--", ...paths]);
    explain(revision, () => execFileSync("tar", ["-x", "-C", folder], { input: tree }));
  };
  return {
    isPlain,
    files: new Set(blobs.keys()),
    holds: (file, bytes) => {
      const blob = blobs.get(file);
      return blob !== undefined && gitBlobOf(bytes, blob.length === 64 ? "sha256" : "sha1") === blob;
    },
    write: (files, folder) => {
      const paths = files.map((file) => `:(literal)${file}`);
      for (let start = 0; start < paths.length; start += AT_ONCE)
        unpack(paths.slice(start, start + AT_ONCE), folder);
    },
    writeAll: (folder) => unpack([".", ...assets.map((path) => `:(exclude)${path}`)], folder),
  };
}

function listAssets({ projectDir, assetRoots }: Settings): readonly string[] {
  return assetRoots
    .map(({ dir }) => relative(projectDir, dir).split(sep).join("/"))
    .filter((path) => path !== "" && !path.startsWith(".."));
}

function explain<T>(revision: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const detail =
      error instanceof Error && "stderr" in error ? String(error.stderr).trim().split("\n")[0] : "";
    throw usageFailure(
      `--base ${revision}: git can't give its files${detail === "" ? "" : ` (${detail})`}`,
      "Name a branch, tag or commit that is here; in CI fetch it first (fetch-depth: 0).",
    );
  }
}
