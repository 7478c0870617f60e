import { count } from "../../model/words.js";
import type { Command, Context } from "../args/command.js";
import { EXIT, type ExitCode } from "../terminal/exit-codes.js";

/** `sync fmt`: manifests in canonical form. */
export const fmt: Command = {
  name: "fmt",
  summary: "format manifests in canonical order and spacing; keeps comments",
  details: `PATHS are files or folders; without them all manifests and their JSON Lines files are formatted. Values,
comments and quotes stay as they are.`,
  args: [{ label: "PATHS", repeated: true }],
  options: [
    { name: "check", summary: "write nothing; exit 1 when a file would change" },
    { name: "facts", summary: "also fill in sha256, bytes, width and height from the image files" },
  ],
  examples: [
    { line: "sync fmt", does: "format every manifest" },
    { line: "sync fmt --check", does: "name what is not formatted, for CI" },
    { line: "sync fmt --facts manifests/decks", does: "take in files that were added or replaced" },
  ],
  run: formatManifests,
};

async function formatManifests(context: Context): Promise<ExitCode> {
  const { args, cwd, flags, output } = context;
  const [{ withProject }, { selectFiles }, { formatProject }, { printDiagnostics }] = await Promise.all([
    import("../args/project.js"),
    import("../args/select-files.js"),
    import("../../engine/format.js"),
    import("../terminal/print-diagnostics.js"),
  ]);
  const check = flags.isOn("check");
  const { seen, changed, diagnostics } = await withProject(context, (project) =>
    formatProject(project, {
      isWanted: selectFiles(args, cwd, project.settings.projectDir),
      facts: flags.isOn("facts"),
      write: !check,
      onChanged: (file) => output.print(file),
    }),
  );
  output.say(describe(seen, changed, check));
  if (diagnostics.length > 0) {
    await printDiagnostics(diagnostics, output);
    return EXIT.invalid;
  }
  return check && changed > 0 ? EXIT.failure : EXIT.success;
}

function describe(seen: number, changed: number, check: boolean): string {
  const of = `${changed} of ${count(seen, "file")}`;
  if (!check) return `${of} changed.`;
  return changed === 0 ? `${of} would change.` : `${of} would change. Run sync fmt to format them.`;
}
