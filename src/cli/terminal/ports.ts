import type { Ports } from "../../engine/project/ports.js";
import type { Output } from "./output.js";
import { printDiagnostics } from "./print-diagnostics.js";
import { trackPhases } from "./progress.js";
import type { Signals } from "./signals.js";

interface Terminal {
  readonly output: Output;
  readonly now: () => Date;
  readonly takeSignals: Signals["take"];
}

/**
 * Does work of the engine for this terminal: warnings, notes and progress go to stderr. `endProgress`: called before
 * anything else is printed while the work goes on.
 */
export async function withPorts<T>(
  { output, now, takeSignals }: Terminal,
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
