import type { Garbage, GarbageFile } from "../../../engine/gc/find-garbage.js";
import type { RestoreReport, TrashReport } from "../../../engine/gc/gc.js";
import { count } from "../../../model/words.js";
import { printable } from "../../../report/text/printable.js";

/** What `sync gc` would move and what it leaves, for a person. */
export function describeGarbage({ files, left }: Garbage): string {
  return [
    ...files.map((file) => `- ${printable(file.name)}  ${describeFile(file)}`),
    ...left.map(({ name, reason }) => `  ${printable(name)}  not ours, left: ${reason}`),
    ...(files.length + left.length > 0 ? [""] : []),
    `${count(files.length, "file")} to move to the trash, ${count(left.length, "other undeclared file")} left.`,
  ].join("\n");
}

function describeFile({ run }: GarbageFile): string {
  return run === null ? "sidecar" : `deleted by run ${run}`;
}

/** What was moved. */
export function describeMoved({ id, moved }: TrashReport): string {
  if (id === null) return "Nothing was moved: these files changed meanwhile.";
  return `Moved ${count(moved.length, "file")} to the trash. To undo: sync gc --restore ${id}`;
}

/** What came back from the trash. */
export function describeRestored({ id, restored, left }: RestoreReport, dryRun: boolean): string {
  const verb = dryRun ? "would come back" : "restored";
  return [
    ...restored.map((file) => `+ ${printable(file)}`),
    ...left.map(({ file, reason }) => `! ${printable(file)}: ${reason}`),
    `${count(restored.length, "file")} of ${id} ${verb}, ${left.length} left.`,
  ].join("\n");
}
