import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { failWith, refusal } from "../project/failure.js";
import { gitArguments } from "../project/git.js";
import type { Project } from "../project/project.js";
import { locateEditable } from "./editable-file.js";

/** Hooks may take long, but not for ever. */
const TIMEOUT_MS = 120_000;
const run = promisify(execFile);

/**
 * Commits manifests and tables of a project, as they are on disk, and nothing else: what is staged of other files stays
 * staged. Hooks of the repository run. Gives the new commit. Throws a refusal outside of a git checkout, when nothing of the
 * files changed, and when a hook or git says no.
 */
export async function commitFiles(
  { settings }: Project,
  message: string,
  paths: readonly string[],
): Promise<string> {
  if (settings.untrusted)
    throw refusal("commit-failed", "hooks of an untrusted checkout are not run", "Commit with git.");
  for (const path of paths) locateEditable(settings, path);
  const git = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await run("git", gitArguments(settings.projectDir, ["--literal-pathspecs", ...args]), {
      timeout: TIMEOUT_MS,
      maxBuffer: 2 ** 24,
    });
    return stdout;
  };
  const status = await git("status", "--porcelain=v1", "-z", "--no-renames", "--", ...paths).catch(
    (error) => {
      throw refuseCommit("the project is in no git checkout", error);
    },
  );
  const entries = status.split("\0").filter((entry) => entry !== "");
  if (entries.length === 0)
    throw refusal(
      "commit-empty",
      "nothing of these files changed since the last commit",
      "Save an edit first.",
    );
  const isNew = entries.some((entry) => entry.startsWith("??"));
  // Git commits only files that it knows; of a new one it is told that there will be some.
  const added = isNew ? (await git("ls-files", "-z", "--others", "--", ...paths)).split("\0") : [];
  const fresh = added.filter((path) => path !== "");
  try {
    if (fresh.length > 0) await git("add", "--intent-to-add", "--", ...fresh);
    await git("commit", "--quiet", `--message=${message}`, "--only", "--", ...paths);
  } catch (error) {
    if (fresh.length > 0) await git("reset", "--quiet", "--", ...fresh).catch(() => {});
    throw refuseCommit("git made no commit", error);
  }
  return (await git("rev-parse", "HEAD")).trim();
}

function refuseCommit(what: string, error: unknown): Error {
  const { stderr = "", stdout = "" } = error as { readonly stderr?: string; readonly stdout?: string };
  const said = `${stderr}\n${stdout}`.trim();
  return failWith(
    "refused",
    "commit-failed",
    `${what}${said === "" ? "" : `: ${said}`}`,
    "Do what it says, then try again.",
  );
}
