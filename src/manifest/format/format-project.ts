import { resolve } from "node:path";
import { readTextFile } from "../../files/regular-file.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import type { Settings } from "../../model/estate.js";
import { isJsonObject, type Json } from "../../model/json.js";
import { compareText } from "../../model/text-order.js";
import { EditRefused } from "../edit/edit-refused.js";
import { type FileFacts, fillJsonLinesFacts, fillYamlFacts, type LookUpFacts } from "../edit/facts.js";
import { diagnose } from "../places/diagnose.js";
import { createPlaces } from "../places/places.js";
import { listManifests } from "../read/discover.js";
import { checkFilePath } from "../read/file-path.js";
import { readManifestFile } from "../read/manifest-file.js";
import type { NodeSpot, Problem, Report } from "../text/problem.js";
import { openProjectFiles, type ProjectFiles } from "../text/project-files.js";
import { isProblem } from "../text/text-file.js";
import { formatJsonLines, formatYaml } from "./format.js";

/** A file whose canonical form differs, and the text that it should have. Paths are absolute. */
interface UnformattedFile {
  readonly file: string;
  /** The file behind links. */
  readonly target: string;
  readonly text: string;
}

/** Reads the facts of a file under the asset root, or says what is wrong with it. */
export type ReadFacts = (
  file: string,
) => Promise<FileFacts | { readonly fault: string; readonly help: string }>;

/**
 * The manifests and JSON Lines files of a project that are not in canonical form, ascending; nothing is written. Files
 * with a slip in their syntax are reported and left out. `readFacts`: also fill in the facts of image files.
 */
export async function findUnformatted(
  settings: Settings,
  isWanted: (file: string) => boolean,
  readFacts: ReadFacts | undefined,
): Promise<{
  readonly seen: number;
  readonly files: readonly UnformattedFile[];
  readonly diagnostics: readonly Diagnostic[];
}> {
  const project = openProjectFiles(settings);
  const places = createPlaces(project);
  const problems: Problem[] = [];
  const report: Report = (problem) => problems.push(problem);
  const refused: Diagnostic[] = [];
  const files: UnformattedFile[] = [];
  const work = listWork(settings, project, report).filter(({ file }) => isWanted(places.show(file)));
  for (const { file, format } of work) {
    const target = project.locate(file) ?? file;
    const before = readTextFile(target);
    const lookUp = readFacts && reportingFacts(file, format, readFacts, report);
    const text = await formatText(before, format, lookUp).catch((error: unknown) => {
      if (!(error instanceof EditRefused)) throw error;
      const source = { file: places.show(file), line: 1, column: 1 };
      refused.push({ severity: "error", code: "edit-refused", summary: error.message, source });
      return before;
    });
    if (text !== before) files.push({ file, target, text });
  }
  return { seen: work.length, files, diagnostics: [...diagnose(problems, places), ...refused] };
}

interface Work {
  readonly file: string;
  readonly format: "yaml" | "jsonl";
}

function listWork(settings: Settings, project: ProjectFiles, report: Report): readonly Work[] {
  const work = new Map<string, Work>();
  for (const file of listManifests(settings, project.show, report)) {
    const read = readManifestFile(file, project, report);
    if (read === undefined) continue;
    work.set(file, { file, format: "yaml" });
    for (const name of listShards(read.value)) {
      const shard = resolve(file, "..", name);
      const text = project.read(shard, "jsonl-missing");
      if (isProblem(text)) report(text);
      else work.set(shard, { file: shard, format: "jsonl" });
    }
  }
  return [...work.values()].sort((a, b) => compareText(a.file, b.file));
}

function listShards(manifest: Json): readonly string[] {
  const images = isJsonObject(manifest) ? manifest.images : undefined;
  const names = isJsonObject(images) && Array.isArray(images.jsonl) ? (images.jsonl as readonly Json[]) : [];
  return names.filter((name): name is string => typeof name === "string" && name !== "");
}

async function formatText(
  text: string,
  format: Work["format"],
  lookUp: LookUpFacts | undefined,
): Promise<string> {
  if (format === "jsonl") return formatJsonLines(lookUp ? await fillJsonLinesFacts(text, lookUp) : text);
  return formatYaml(lookUp ? await fillYamlFacts(text, lookUp) : text);
}

function reportingFacts(
  manifest: string,
  format: Work["format"],
  readFacts: ReadFacts,
  report: Report,
): LookUpFacts {
  return async (file, path) => {
    const at: NodeSpot = { file: manifest, format, path: [...path, "file"] };
    const problem = checkFilePath(file, 0);
    if (problem !== undefined) {
      report({ ...problem, at });
      return undefined;
    }
    const facts = await readFacts(file);
    if (!("fault" in facts)) return facts;
    report({ code: "file-unreadable", at, summary: `${file} ${facts.fault}`, help: facts.help });
    return undefined;
  };
}
