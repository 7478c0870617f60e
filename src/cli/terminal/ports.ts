import type { Ports } from "../../engine/project/ports.js";
import { openProject, type Project, type ProjectRequest } from "../../engine/project/project.js";
import type { Context } from "../args/command.js";
import { readTimeout } from "../args/duration.js";
import { printDiagnostics } from "./print-diagnostics.js";
import { trackPhases } from "./progress.js";

/**
 * Does work of the engine for this terminal: warnings, notes and progress go to stderr. `endProgress`: called before
 * anything else is printed while the work goes on.
 */
export async function withPorts<T>(
  { output, now, takeSignals }: Context,
  work: (ports: Ports, endProgress: () => void) => Promise<T>,
): Promise<T> {
  const phases = trackPhases(output, () => now().getTime());
  const ports: Ports = {
    now,
    takeSignal: takeSignals,
    // In JSON they would get in the way of the result.
    warn: async (diagnostics) => {
      if (!output.quiet && !output.json) await printDiagnostics(diagnostics, output);
    },
    note: (sentence) => output.say(sentence),
    detail: (sentence) => {
      if (output.verbose) output.say(sentence);
    },
    progress: phases.update,
  };
  return work(ports, phases.end).finally(phases.end);
}

/** The same with the project that the command line names. */
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
