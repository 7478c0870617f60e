import { refusal } from "../../engine/project/failure.js";
import type { Output } from "./output.js";

/** Asks on the terminal; anything but y or yes, and the end of input, is a no. */
async function askYesNo(
  question: string,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<boolean> {
  const { createInterface } = await import("node:readline");
  return new Promise((resolve) => {
    // Without `terminal` the tty stays in line mode, so that Ctrl-C reaches the process as a signal.
    const reader = createInterface({ input, terminal: false });
    let answer = false;
    reader.once("close", () => resolve(answer));
    reader.once("line", (line) => {
      answer = /^y(es)?$/i.test(line.trim());
      reader.close();
    });
    output.write(question);
  });
}

/** Throws a failure where nobody could be asked. */
export function requireTerminal(output: Output): void {
  if (output.interactive) return;
  throw refusal(
    "no-consent",
    "nothing was written: sync can't ask for confirmation here, and --yes was not given",
    "Pass --yes to go on without a question.",
  );
}

/** Throws a failure unless a person at the terminal agrees. */
export async function askConsent(question: string, output: Output): Promise<void> {
  requireTerminal(output);
  const agreed = await askYesNo(`\n${question} [y/N] `, process.stdin, process.stderr);
  if (!agreed)
    throw refusal("no-consent", "nothing was written: the answer was not yes", "Answer y, or pass --yes.");
}
