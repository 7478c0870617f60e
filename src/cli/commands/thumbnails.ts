import type { Command, Context } from "../args/command.js";
import { FORMAT_OPTIONS, RETRY, WORKERS } from "../args/options.js";
import type { ExitCode } from "../terminal/exit-codes.js";

/** `sync thumbnails`: make what is missing or outdated. */
export const thumbnails: Command = {
  name: "thumbnails",
  summary: "create missing and outdated thumbnails",
  args: [],
  options: [WORKERS, RETRY, ...FORMAT_OPTIONS],
  examples: [
    { line: "sync thumbnails", does: "go on where an apply stopped" },
    { line: "sync thumbnails --retry", does: "also try again those that failed" },
  ],
  run: makeMissing,
};

async function makeMissing(context: Context): Promise<ExitCode> {
  const [{ withProject }, { readWorkers }, { makeThumbnails }, { showReport }] = await Promise.all([
    import("../args/project.js"),
    import("../args/workers.js"),
    import("../../engine/thumbnails.js"),
    import("../views/show-report.js"),
  ]);
  const options = { workers: await readWorkers(context), retryFailed: context.flags.isOn("retry") };
  const report = await withProject(context, (project) => makeThumbnails(project, options));
  return showReport(report, "thumbnails", context.output);
}
