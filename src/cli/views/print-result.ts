import type { Output } from "../terminal/output.js";

/** Prints what a command came to: as JSON where that was asked for, else as the text. */
export async function printResult(
  output: Output,
  data: object,
  describe: () => string | Promise<string>,
): Promise<void> {
  if (!output.json) return output.print(await describe());
  const { writeJson } = await import("../../report/formats/json-text.js");
  output.print(writeJson(data));
}
