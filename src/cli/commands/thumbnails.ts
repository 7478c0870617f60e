import type { Command, Context } from "../args/command.js";
import { FORMAT_OPTIONS, RETRY, WORKERS } from "../args/options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";

/** `sync thumbnails`: make what is missing or outdated. */
export const thumbnails: Command = {
  name: "thumbnails",
  summary: "create missing and outdated thumbnails",
  args: [],
  options: [
    WORKERS,
    RETRY,
    { name: "queue", summary: "add them to the queue of a shared database, for sync worker" },
    ...FORMAT_OPTIONS,
  ],
  examples: [
    { line: "sync thumbnails", does: "go on where an apply stopped" },
    { line: "sync thumbnails --retry", does: "also try again those that failed" },
    { line: "sync thumbnails --queue", does: "fill the queue again, after it was lost" },
  ],
  run: makeMissing,
};

async function makeMissing(context: Context): Promise<ExitCode> {
  if (context.flags.isOn("queue")) return queueMissing(context);
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

async function queueMissing(context: Context): Promise<ExitCode> {
  const { flags, output } = context;
  flags.rejectBeside(
    "--queue",
    ["workers"],
    "sync worker --concurrency says how many are created in parallel.",
  );
  const [{ withProject }, { queueThumbnails }, { describeQueued }, { printResult }] = await Promise.all([
    import("../args/project.js"),
    import("../../engine/queue/queue-thumbnails.js"),
    import("../views/text/queue-text.js"),
    import("../views/print-result.js"),
  ]);
  const options = { retryFailed: flags.isOn("retry") };
  const result = await withProject(context, (project) => queueThumbnails(project, options));
  await printResult(output, result, () => describeQueued(result));
  return EXIT.success;
}
