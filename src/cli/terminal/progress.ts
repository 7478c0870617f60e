import { formatDuration } from "../../report/text/apply-text.js";
import type { Output } from "./output.js";

const LINE_EVERY_MS = 10_000;
const REDRAW_EVERY_MS = 100;
const BAR_WIDTH = 24;

/** Shows how far a long step is, on stderr. */
interface Progress {
  update(done: number, total: number): void;
  /** Removes the bar, so that the next line starts clean. */
  end(): void;
}

/** A bar that redraws itself on a terminal, a line every ten seconds elsewhere, nothing with --quiet. */
export function createProgress(label: string, output: Output, now: () => number): Progress {
  if (output.quiet) return { update: () => {}, end: () => {} };
  const started = now();
  return output.animated ? drawBar(label, output, now, started) : writeLines(label, output, now, started);
}

function drawBar(label: string, output: Output, now: () => number, started: number): Progress {
  let drawnAt = Number.NEGATIVE_INFINITY;
  let width = 0;
  return {
    update(done, total) {
      const at = now();
      if (at - drawnAt < REDRAW_EVERY_MS && done < total) return;
      drawnAt = at;
      const filled = total === 0 ? BAR_WIDTH : Math.floor((BAR_WIDTH * done) / total);
      const bar = "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled);
      const text = `${label} ${bar} ${formatProgress(done, total, at - started)}`;
      const line = text.slice(0, (output.stderr.columns ?? 80) - 1);
      output.stderr.overwrite(line.padEnd(width));
      width = line.length;
    },
    end() {
      if (width > 0) output.stderr.overwrite(" ".repeat(width), "return");
      width = 0;
    },
  };
}

function writeLines(label: string, output: Output, now: () => number, started: number): Progress {
  let writtenAt = started;
  return {
    update(done, total) {
      const at = now();
      if (at - writtenAt < LINE_EVERY_MS) return;
      writtenAt = at;
      output.say(`${label}: ${formatProgress(done, total, at - started)}`);
    },
    end: () => {},
  };
}

/** `12/54 (22 %), 31.5/s, 1.3 s left`; rate and time left once something is done. */
export function formatProgress(done: number, total: number, elapsedMs: number): string {
  const share = total === 0 ? 100 : Math.floor((100 * done) / total);
  const head = `${done}/${total} (${share} %)`;
  if (done === 0 || elapsedMs <= 0) return head;
  const rate = (1000 * done) / elapsedMs;
  return `${head}, ${rate.toFixed(1)}/s, ${formatDuration((1000 * (total - done)) / rate)} left`;
}

/** One progress after the other, as the phases of a run begin. */
export function trackPhases(
  output: Output,
  now: () => number,
): {
  update(step: { readonly phase: string; readonly done: number; readonly total: number }): void;
  end(): void;
} {
  let current: { readonly phase: string; readonly progress: Progress } | undefined;
  return {
    update({ phase, done, total }) {
      if (current?.phase !== phase) {
        current?.progress.end();
        current = { phase, progress: createProgress(phase, output, now) };
      }
      current.progress.update(done, total);
    },
    end: () => current?.progress.end(),
  };
}
