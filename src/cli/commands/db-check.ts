import type { Command, Context } from "../args/command.js";
import { FORMAT_OPTIONS, LOCK_TIMEOUT, YES } from "../args/options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";

/** `sync db check`: look for damage in the database, and repair what can be derived. */
export const dbCheck: Command = {
  name: "db check",
  summary: "check the database for damage; exit 1 if there is any",
  details: `Runs SQLite's own checks and reads every record in album-sync's tables. Only a backup restores damaged pages of a table.
--rebuild-baseline repairs the rest: it rebuilds indexes, triggers and the baseline, so that the next plan compares
everything, and it empties damaged records. The estate then no longer owns their rows; the next plan adopts a row if a
manifest declares it. No row of the backend is written. On a server, files and indexes are left to the server.`,
  args: [],
  options: [
    { name: "rebuild-baseline", summary: "rebuild what can be derived, and empty damaged records" },
    YES,
    LOCK_TIMEOUT,
    ...FORMAT_OPTIONS,
  ],
  examples: [
    { line: "sync db check", does: "list what is damaged, with table and row" },
    {
      line: "sync db check --rebuild-baseline --yes",
      does: "repair what can be derived; then run sync plan",
    },
  ],
  run: checkContents,
};

async function checkContents(context: Context): Promise<ExitCode> {
  const { flags, output } = context;
  const [{ withProject }, { askConsent }, { findDamage, rebuildBaseline }, text, { printResult }] =
    await Promise.all([
      import("../args/project.js"),
      import("../terminal/consent.js"),
      import("../../engine/check-database.js"),
      import("../views/text/database-text.js"),
      import("../views/print-result.js"),
    ]);
  return withProject(context, async (project) => {
    const found = await findDamage(project);
    if (!flags.isOn("rebuild-baseline")) {
      await printResult(output, { findings: found, repaired: null }, () => text.describeDamage(found));
      return found.length === 0 ? EXIT.success : EXIT.failure;
    }
    // The findings are what the question is about; in JSON only what is left goes to stdout.
    if (output.json) output.say(text.describeDamage(found));
    else output.print(text.describeDamage(found));
    if (!flags.isOn("yes")) await askConsent("Rebuild the baseline?", output);
    const repaired = await rebuildBaseline(project);
    const left = await findDamage(project);
    await printResult(output, { findings: left, repaired }, () =>
      output.hint(text.describeRepair(repaired, left)),
    );
    return left.length === 0 ? EXIT.success : EXIT.failure;
  });
}
