import type { Command, Context } from "../args/command.js";
import { FORMAT_OPTIONS } from "../args/options.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";

/** `sync worker`: create thumbnails that are queued in a shared database. */
export const worker: Command = {
  name: "worker",
  summary: "create thumbnails that are queued in a shared database",
  details: `Runs until a signal comes, on any machine that sees the image files and the thumbnails folder. sync apply --thumbnails
queue adds the jobs. A job that fails is tried again later; a faulty picture is recorded with its reason. Needs PostgreSQL.`,
  args: [],
  options: [
    {
      name: "concurrency",
      value: { kind: "count", label: "N", min: 1 },
      summary: "how many thumbnails to create in parallel",
    },
    ...FORMAT_OPTIONS,
  ],
  examples: [
    { line: "sync worker", does: "take jobs until Ctrl+C or SIGTERM, then finish those under way" },
    { line: "sync worker --concurrency 2 -v", does: "two at a time, and a line for each" },
  ],
  run: work,
};

async function work(context: Context): Promise<ExitCode> {
  const [{ withProject }, { readWorkers }, { runWorker }, { describeWorker }, { printResult }] =
    await Promise.all([
      import("../args/project.js"),
      import("../args/workers.js"),
      import("../../worker/worker.js"),
      import("../views/text/queue-text.js"),
      import("../views/print-result.js"),
    ]);
  const concurrency = await readWorkers(context, "concurrency");
  const report = await withProject(context, (project) => runWorker(project, { concurrency }));
  await printResult(context.output, report, () => describeWorker(report));
  return EXIT.success;
}
