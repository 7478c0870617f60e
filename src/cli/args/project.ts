import { openProject, type Project, type ProjectRequest } from "../../engine/project/project.js";
import { withPorts } from "../terminal/ports.js";
import type { Context } from "./command.js";
import { readTimeout } from "./duration.js";

/**
 * Does work of the engine on the project that the command line names: warnings, notes and progress go to stderr.
 * `endProgress`: called before anything else is printed while the work goes on.
 */
export async function withProject<T>(
  context: Context,
  work: (project: Project, endProgress: () => void) => Promise<T>,
): Promise<T> {
  return withPorts(context, async (ports, endProgress) =>
    work(await openProject(readProjectRequest(context), ports), endProgress),
  );
}

/** Which project the command line names. Throws a usage failure for a time that is none. */
export function readProjectRequest({ cwd, flags }: Context): ProjectRequest {
  const wait = flags.knows("lock-timeout") ? flags.text("lock-timeout") : undefined;
  return {
    cwd,
    configFile: flags.text("config"),
    database: flags.text("db"),
    untrusted: flags.isOn("untrusted"),
    lockTimeoutMs: wait === undefined ? undefined : readTimeout(wait),
  };
}
