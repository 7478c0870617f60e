import { DatabaseProblem } from "../../db/connection/problem.js";
import { loadEstate } from "../../manifest/load/load.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import type { Plan } from "../../model/plan.js";
import { formatPatch } from "../../report/formats/unified-diff.js";
import { DEFAULT_REQUEST, loadPlan } from "../plan/plan.js";
import { Failure } from "../project/failure.js";
import type { Project } from "../project/project.js";
import { type Edited, type EditedFile, editFiles, etagOf, type FileChange } from "./file-change.js";
import { comparePrompts, type PromptChange } from "./prompt-changes.js";

/** What edits would do. */
export interface Preview {
  /** `etag`: of the file as it is. `diff`: unified; empty when nothing changes. */
  readonly files: readonly { readonly path: string; readonly etag: string | null; readonly diff: string }[];
  /** Of the project as it would be; edits that can't be made come first. */
  readonly diagnostics: readonly Diagnostic[];
  /** The one that `sync plan` gives once the edits are saved; null when it would give none. */
  readonly plan: Plan | null;
  readonly prompts: readonly PromptChange[];
}

/** Tells what edits of manifests and tables would do. Writes nothing. Throws as editFiles does. */
export async function previewEdits(project: Project, changes: readonly FileChange[]): Promise<Preview> {
  return describeEdits(project, editFiles(project.settings, changes));
}

/** The same for edits that were made in memory. */
export async function describeEdits(project: Project, edited: Edited): Promise<Preview> {
  const { files, settings, refused } = edited;
  const planned = refused.length > 0 ? { plan: null, diagnostics: [] } : await planEdited(project, edited);
  return {
    files: files.map(describeFile),
    diagnostics: [...refused, ...planned.diagnostics],
    plan: planned.plan,
    prompts: comparePrompts(project.settings, settings, files),
  };
}

function describeFile({ path, before, after }: EditedFile): Preview["files"][number] {
  const text = (bytes: Buffer | null) => bytes?.toString() ?? null;
  return { path, etag: etagOf(before), diff: formatPatch(path, text(before), text(after)) };
}

async function planEdited(
  { ports, ...project }: Project,
  { settings }: Edited,
): Promise<Pick<Preview, "plan" | "diagnostics">> {
  const warnings: Diagnostic[] = [];
  const warn = async (diagnostics: readonly Diagnostic[]) => {
    for (const diagnostic of diagnostics) warnings.push(diagnostic);
  };
  try {
    const { plan } = await loadPlan({ ...project, settings, ports: { ...ports, warn } }, DEFAULT_REQUEST, {
      whole: false,
      requireDatabase: false,
    });
    return { plan, diagnostics: warnings };
  } catch (error) {
    if (error instanceof Failure && error.kind === "invalid")
      return { plan: null, diagnostics: [...warnings, ...error.diagnostics] };
    // Without a database there is no plan, but the manifests can be looked at.
    const problem = describeProblem(error);
    return { plan: null, diagnostics: [...loadEstate(settings).diagnostics, ...problem] };
  }
}

function describeProblem(error: unknown): readonly Diagnostic[] {
  if (error instanceof Failure) return error.diagnostics;
  if (!(error instanceof DatabaseProblem)) throw error;
  return [{ severity: "error", code: error.code, summary: error.message, help: error.help }];
}
