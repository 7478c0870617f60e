import { existsSync, lstatSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { hashFile } from "../files/hash.js";
import { renderManifest } from "../manifest/edit/render.js";
import { diagnose } from "../manifest/places/diagnose.js";
import { createPlaces } from "../manifest/places/places.js";
import { type ItemTable, readItems } from "../manifest/read/items.js";
import { type ManifestFile, readManifestFile, yamlSpot } from "../manifest/read/manifest-file.js";
import type { Problem, Report } from "../manifest/text/problem.js";
import { openProjectFiles, type ProjectFiles } from "../manifest/text/project-files.js";
import type { Diagnostic } from "../model/diagnostic.js";
import { isJsonObject, type JsonObject } from "../model/json.js";
import { compareText } from "../model/text-order.js";
import type { CollectTarget } from "./collect-target.js";
import { chooseKey, translateSet } from "./old-set.js";

/** Where old sets are, and where templates go. Folders are absolute. */
interface SetsRequest {
  /** Holds config.yaml and the CSV files. */
  readonly dir: string;
  readonly projectDir: string;
  readonly manifestDir: string;
  readonly schemas: string | undefined;
  /** Slugs of templates that manifests declare already. */
  readonly declared: ReadonlySet<string>;
  readonly target: CollectTarget;
}

/** One set of the old configuration. `kept`: a manifest declares it already, which was left alone. */
interface SetOutcome {
  readonly slug: string;
  readonly action: "created" | "kept";
  /** Absolute paths; undefined for a set that was kept. */
  readonly manifest: string | undefined;
  readonly csv: string | undefined;
  readonly items: number;
}

/** What became of the sets, ascending by slug. A set with an error was not written. */
export interface SetsReport {
  readonly sets: readonly SetOutcome[];
  readonly diagnostics: readonly Diagnostic[];
}

const CONFIG = "config.yaml";

/** Brings the sets of an old config.yaml in as template manifests, their CSV files beside the estate's under data/sets. */
export async function collectSets(request: SetsRequest): Promise<SetsReport> {
  const problems: Problem[] = [];
  const report: Report = (problem) => problems.push(problem);
  const file = join(request.dir, CONFIG);
  const files = openProjectFiles({ projectDir: request.dir, allowOutside: [], untrusted: false });
  const config = readManifestFile(file, files, report);
  const sets: SetOutcome[] = [];
  for (const [id, old] of Object.entries(isJsonObject(config?.value) ? config.value : {})) {
    if (isJsonObject(old))
      sets.push(...(await collectSet(id, old, { config: config as ManifestFile, files }, request, report)));
    else report({ code: "wrong-type", at: yamlSpot(file, [id]), summary: `The set ${id} is not an object` });
  }
  return {
    sets: sets.sort((a, b) => compareText(a.slug, b.slug)),
    diagnostics: diagnose(problems, createPlaces(files)),
  };
}

async function collectSet(
  id: string,
  old: JsonObject,
  { config, files }: { readonly config: ManifestFile; readonly files: ProjectFiles },
  request: SetsRequest,
  report: Report,
): Promise<readonly SetOutcome[]> {
  const { slug, declared, left } = translateSet(id, old);
  if (slug === "") {
    report({
      code: "bad-slug",
      at: yamlSpot(config.file, [id], "key"),
      summary: `"${id}" can't be turned into a slug`,
    });
    return [];
  }
  if (request.declared.has(slug)) {
    return [{ slug, action: "kept", manifest: undefined, csv: undefined, items: 0 }];
  }
  const table = readTable(id, old, config.file, { dir: request.dir, files }, report);
  if (table === undefined) return [];
  const csv = await placeCsv(table, id, config.file, request, report);
  if (csv === undefined) return [];
  for (const key of left) {
    report({
      code: "unknown-key",
      severity: "warning",
      at: yamlSpot(config.file, [id, key], "key"),
      summary: `${key} of the set ${id} was not imported: a template has no key for it`,
    });
  }
  return [writeSet(slug, declared, csv, table, request)];
}

interface SourceTable extends ItemTable {
  /** Absolute path of the CSV file. */
  readonly file: string;
  /** Of the bytes that the items came from. */
  readonly sha256: string;
}

function readTable(
  id: string,
  old: JsonObject,
  config: string,
  { dir, files }: { readonly dir: string; readonly files: ProjectFiles },
  report: Report,
): SourceTable | undefined {
  const path = old.csv_path;
  const at = yamlSpot(config, [id, "csv_path"]);
  if (typeof path !== "string" || path === "") {
    report({ code: "csv-missing", at, summary: `The set ${id} names no CSV file`, expected: "csv_path: …" });
    return undefined;
  }
  // Old paths begin at the folder of the program that wrote them: the file itself lies beside its configuration.
  const file = [resolve(dir, path), join(dir, basename(path))].find(
    (candidate) => candidate.startsWith(`${dir}${sep}`) && existsSync(candidate),
  );
  if (file === undefined) {
    report({
      code: "csv-missing",
      at,
      summary: `The file ${path} does not exist in ${dir}`,
      help: "Add the CSV file. sync imports no set without its items.",
    });
    return undefined;
  }
  let failed = false;
  const table = readItems(config, { csv: relative(dirname(config), file), key: "" }, files, (problem) => {
    failed ||= problem.severity !== "warning";
    report(problem);
  });
  const [used] = table?.used ?? [];
  return table === undefined || used === undefined || failed
    ? undefined
    : { ...table, file, sha256: used.sha256 };
}

/** Where the CSV goes; undefined when another file of that name is there. */
async function placeCsv(
  { file, sha256 }: SourceTable,
  id: string,
  config: string,
  { projectDir, target }: SetsRequest,
  report: Report,
): Promise<string | undefined> {
  const copy = join(projectDir, "data", "sets", basename(file));
  const isThere = lstatSync(copy, { throwIfNoEntry: false }) !== undefined;
  if (isThere && hashFile(copy) !== sha256) {
    report({
      code: "hash-differs",
      at: yamlSpot(config, [id, "csv_path"]),
      summary: `${relative(projectDir, copy)} already exists and differs from ${file}`,
      help: "Merge the two files, then run the command again.",
    });
    return undefined;
  }
  if (isThere) return copy;
  const request = { source: Buffer.from(file), target: copy, sha256 };
  const [problem] = await target.stage([[request]], "copy");
  if (problem !== undefined) throw problem;
  return copy;
}

function writeSet(
  slug: string,
  declared: JsonObject,
  csv: string,
  table: SourceTable,
  { manifestDir, schemas, target }: SetsRequest,
): SetOutcome {
  const manifest = placeTemplate(manifestDir, slug);
  const path = relative(dirname(manifest), csv).split(sep).join("/");
  const items = { csv: path, key: chooseKey(table.columns, table.items, declared.prompt_template) };
  const texts = renderManifest(manifest, { ...declared, items }, schemas);
  target.writeTexts(() => texts);
  return { slug, action: "created", manifest, csv, items: table.items.length };
}

function placeTemplate(manifestDir: string, slug: string): string {
  for (let count = 1; ; count++) {
    const file = join(manifestDir, "sets", `${slug}${count === 1 ? "" : `-${count}`}.yaml`);
    if (!existsSync(file)) return file;
  }
}
