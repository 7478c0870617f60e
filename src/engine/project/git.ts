import { execFileSync } from "node:child_process";

/**
 * Runs git in a folder and gives what it prints. A repository inside a checkout, such as a folder that looks like a bare
 * one, is not used: its configuration could name programs. Throws as execFileSync does.
 */
export function runGit(folder: string, args: readonly string[]): Buffer {
  return execFileSync("git", gitArguments(folder, args), {
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 2 ** 30,
  });
}

/** The arguments of such a run. */
export function gitArguments(folder: string, args: readonly string[]): readonly string[] {
  return ["-C", folder, "-c", "safe.bareRepository=explicit", ...args];
}
