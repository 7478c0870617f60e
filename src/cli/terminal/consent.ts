import { createInterface } from "node:readline";

/** Asks on the terminal; anything but y or yes, and the end of input, is a no. */
export function askYesNo(
  question: string,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<boolean> {
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
