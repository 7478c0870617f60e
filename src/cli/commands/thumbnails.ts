import type { Command, Context } from "../args/command.js";
import { FORMAT_OPTIONS, RETRY, WORKERS } from "../args/options.js";
import type { ExitCode } from "../terminal/exit-codes.js";

/** `sync thumbnails`: make what is missing or outdated. */
export const thumbnails: Command = {
  name: "thumbnails",
  summary: "make thumbnails that are missing or outdated",
  args: [],
  options: [WORKERS, RETRY, ...FORMAT_OPTIONS],
  examples: [
    { line: "sync thumbnails", does: "go on where an apply stopped" },
    { line: "sync thumbnails --retry", does: "also try again those that failed" },
  ],
  run: makeThumbnails,
};

async function makeThumbnails(context: Context): Promise<ExitCode> {
  const [project, { withDatabase }, { checkMigrations }, work, { trackPhases }, { showReport }] =
    await Promise.all([
      import("../work/project.js"),
      import("../work/database.js"),
      import("../work/apply-guards.js"),
      import("../work/thumbnail-work.js"),
      import("../terminal/progress.js"),
      import("../views/show-report.js"),
    ]);
  const [{ applyThumbnails }, { readState }] = await Promise.all([
    import("../../apply/thumbnails.js"),
    import("../../db/schema/state.js"),
  ]);
  const { now, output } = context;
  const settings = await project.readSettings(context);
  const progress = trackPhases(output, () => now().getTime());
  const report = await withDatabase(settings, "rows", async (handle) => {
    checkMigrations((await readState(handle)).pending);
    const ports = await work.createThumbnailPorts(settings, handle, context);
    const options = await work.readThumbnailOptions(context);
    return applyThumbnails({ ...ports, onProgress: progress.update }, options).finally(progress.end);
  });
  return showReport(report, "thumbnails", output);
}
