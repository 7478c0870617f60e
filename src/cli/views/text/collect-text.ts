import { relative, sep } from "node:path";
import type { CollectReport, FileOutcome, ManifestOutcome } from "../../../collect/collect-report.js";
import type { RelinkReport } from "../../../collect/relink.js";
import type { Json } from "../../../model/json.js";
import { count } from "../../../model/words.js";
import { elideMiddle, printable } from "../../../report/text/printable.js";
import { createPaint, type Paint } from "../../../report/text/style.js";

/** How a report of collecting looks. */
interface CollectTextOptions {
  readonly color: boolean;
  /** Every file with a reason, not only those that need a look. */
  readonly verbose: boolean;
  readonly projectDir: string;
  /** Makes commands in a help text ready to run. */
  readonly hint: (text: string) => string;
}

const SYMBOLS = { created: "+", updated: "~", renamed: ">" } as const;

/** What collecting did, or would do, as text: manifests, kept edits, what needs a look, and the sum. */
export function renderCollectReport(report: CollectReport, options: CollectTextOptions): string {
  const paint = createPaint(options.color);
  const show = (file: string): string => printable(showFile(options.projectDir, file));
  return joinBlocks([
    report.manifests.map((manifest) => describeManifest(manifest, show, paint)),
    listPrivate(report),
    report.kept.map(
      ({ manifest, file, fact, declared, found }) =>
        `kept ${printable(fact)} of ${printable(file)} as ${show(manifest)} has it: ${quote(declared)}; the source says ${quote(found)}`,
    ),
    listReasons(report, options, paint),
    [summarize(report, paint)],
  ]);
}

/** What relinking did, or would do, as text. */
export function renderRelinkReport(
  { manifests, remarks }: RelinkReport,
  options: CollectTextOptions,
): string {
  const { color, projectDir } = options;
  const paint = createPaint(color);
  const tied = manifests.reduce((sum, manifest) => sum + manifest.tied, 0);
  return joinBlocks([
    manifests.map(({ file, set_template: template, tied: images }) => {
      const parts = [
        template === undefined ? "" : `set_template ${template}`,
        `${count(images, "image")} tied`,
      ];
      return `${paint.change("~")} ${printable(showFile(projectDir, file))}: ${parts.filter(Boolean).join(", ")}`;
    }),
    listReasons({ files: [], remarks }, options, paint),
    [`${count(tied, "image")} of ${count(manifests.length, "album")} tied to items.`],
  ]);
}

/** The same as data: paths are relative to the project, with `/`. */
export function describeRelinkReport(report: RelinkReport, projectDir: string): RelinkReport {
  const manifests = report.manifests.map((one) => ({ ...one, file: showFile(projectDir, one.file) }));
  return { ...report, manifests };
}

function showFile(projectDir: string, file: string): string {
  return relative(projectDir, file).split(sep).join("/");
}

function joinBlocks(blocks: readonly (readonly string[])[]): string {
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}

/** The report as data: paths of manifests are relative to the project, with `/`. */
export function describeCollectReport(report: CollectReport, projectDir: string): CollectReport {
  const show = (file: string): string => showFile(projectDir, file);
  return {
    ...report,
    manifests: report.manifests.map((manifest) => ({ ...manifest, file: show(manifest.file) })),
    kept: report.kept.map((fact) => ({ ...fact, manifest: show(fact.manifest) })),
  };
}

function describeManifest(
  { file, action, added, changed, from, public: isPublic }: ManifestOutcome,
  show: (file: string) => string,
  paint: Paint,
): string {
  const parts = [
    from === undefined ? "" : `renamed from ${from}`,
    added > 0 ? `${count(added, "image")} added` : "",
    changed > 0 ? `${count(changed, "image")} changed` : "",
    isPublic ? "public: everybody will see them" : "",
  ].filter(Boolean);
  const colour = { created: paint.add, updated: paint.change, renamed: paint.move }[action];
  return `${colour(SYMBOLS[action])} ${show(file)}: ${parts.join(", ")}`;
}

/** Says that new albums are private, and where to change that. */
function listPrivate({ manifests }: CollectReport): readonly string[] {
  const isPrivate = manifests.some((one) => one.action === "created" && one.public === undefined);
  return isPrivate
    ? ["New albums are private: set public: true in a manifest, or in a rule, to show one to everybody."]
    : [];
}

/** Errors and warnings one by one, notes as a count of each kind unless everything is wanted. */
function listReasons(
  { files, remarks }: Pick<CollectReport, "files" | "remarks">,
  { verbose, hint }: CollectTextOptions,
  paint: Paint,
): readonly string[] {
  const reasons = [...files.flatMap(({ reason }) => (reason === undefined ? [] : [reason])), ...remarks];
  const marks = { error: paint.alert("error"), warning: paint.change("warning"), note: paint.faint("note") };
  const loud = reasons.filter(({ severity }) => verbose || severity !== "note");
  const groups = new Map<string, typeof reasons>();
  for (const reason of loud) {
    const key = `${reason.severity}\0${reason.code}`;
    groups.set(key, [...(groups.get(key) ?? []), reason]);
  }
  const most = verbose ? Number.POSITIVE_INFINITY : 10;
  const lines = [...groups.values()].flatMap((group) => {
    const shown = group
      .slice(0, most)
      .flatMap(({ severity, code, message, help }, index) => [
        `${marks[severity]}[${code}] ${printable(message)}`,
        ...(index === most - 1 || group[index + 1]?.help !== help ? [`  ${hint(printable(help))}`] : []),
      ]);
    const rest = group.length - Math.min(group.length, most);
    return rest > 0 ? [...shown, `  and ${rest} more like this; -v lists them`] : shown;
  });
  return [...lines, ...countNotes(verbose ? [] : reasons.filter(({ severity }) => severity === "note"))];
}

function countNotes(notes: readonly { readonly code: string }[]): readonly string[] {
  if (notes.length === 0) return [];
  const codes = [...new Set(notes.map(({ code }) => code))].sort();
  const counts = codes.map((code) => `${notes.filter((note) => note.code === code).length} ${code}`);
  return [`Notes: ${counts.join(", ")}; -v lists them.`];
}

function summarize({ counts }: CollectReport, paint: Paint): string {
  const { seen, staged, unchanged, updated, skipped, failed } = counts;
  const failures = `${failed} failed`;
  return `${count(seen, "file")} seen: ${staged} staged, ${unchanged} unchanged, ${updated} updated, ${skipped} skipped, ${failed > 0 ? paint.alert(failures) : failures}.`;
}

/** A line of JSON for each file, and one with the counts at the end. */
export function renderOutcomeLines({ files, counts }: CollectReport): string {
  const lines = [
    ...files.map((file: FileOutcome) => ({ type: "file", ...file })),
    { type: "summary", ...counts },
  ];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

/** A value on one line, shortened. */
function quote(value: Json): string {
  return elideMiddle(printable(JSON.stringify(value)), 80);
}
