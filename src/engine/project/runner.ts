import { hostname, userInfo } from "node:os";
import type { RunHeader } from "../../apply/ports.js";
import { formatTime } from "../../model/time.js";
import { runGit } from "./git.js";
import type { Project } from "./project.js";

/** Who runs what from where, for the history. */
export interface Runner {
  readonly who: string;
  readonly host: string;
  /** The commit that is checked out in the project folder; null without git or without a commit. */
  readonly gitCommit: string | null;
}

/** Looks up who runs this. A user without a name, as in some containers, is its number. */
export function identifyRunner(projectDir: string): Runner {
  return { who: nameUser(), host: hostname(), gitCommit: readCommit(projectDir) };
}

/** The header of a run that begins now and carries out no plan. */
export function startRun({ settings, ports }: Project, command: string, servedFrom: string): RunHeader {
  return {
    ...identifyRunner(settings.projectDir),
    estate: settings.estate,
    command,
    planId: "",
    startedAt: formatTime(ports.now()),
    servedFrom,
  };
}

function nameUser(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}

function readCommit(folder: string): string | null {
  try {
    return runGit(folder, ["rev-parse", "--verify", "HEAD"]).toString().trim();
  } catch {
    return null;
  }
}
