import type { Command, Context } from "../command.js";
import type { ExitCode } from "../exit-codes.js";
import { FORMAT_OPTIONS, RETRY, WORKERS } from "../options.js";

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
      import("../project.js"),
      import("../database.js"),
      import("../apply-guards.js"),
      import("../thumbnail-work.js"),
      import("../progress.js"),
      import("../show-report.js"),
    ]);
  const [{ applyThumbnails }, { readState }] = await Promise.all([
    import("../../apply/thumbnails.js"),
    import("../../db/state.js"),
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
