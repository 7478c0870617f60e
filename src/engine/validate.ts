import { loadEstate } from "../manifest/load/load.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { DesiredEstate } from "../model/estate.js";
import { filter } from "../model/lists/sequence.js";
import { isImage } from "../model/resource.js";
import { type AssetLevel, describeMissingRoot, examineAssets } from "./project/assets.js";
import { loadSettings, type ProjectRequest } from "./project/project.js";

/** What is wrong with a project, and what there is of it. */
export interface ValidationReport {
  /** Absolute; where the configuration was looked for when there is none that is valid. */
  readonly projectDir: string;
  readonly diagnostics: readonly Diagnostic[];
  /** Undefined when a manifest is invalid. */
  readonly estate: DesiredEstate | undefined;
  /** Every manifest that was read, relative to the project folder. */
  readonly files: readonly string[];
  /** Why no asset file was looked at. */
  readonly note: string | undefined;
}

/** Checks configuration, manifests and asset files, without a database. */
export async function validateProject(request: ProjectRequest, level: AssetLevel): Promise<ValidationReport> {
  const { settings, diagnostics: known } = await loadSettings(request);
  if (settings === undefined)
    return {
      projectDir: request.cwd,
      diagnostics: known,
      estate: undefined,
      files: [],
      note: undefined,
    };
  const { estate, diagnostics, files } = loadEstate(settings);
  const images = filter(estate?.resources ?? [], isImage);
  const isLooked = level !== "none" && images.length > 0;
  const assets = isLooked ? await examineAssets(settings, images, level) : undefined;
  return {
    projectDir: settings.projectDir,
    diagnostics: [...known, ...diagnostics, ...(assets?.diagnostics ?? [])],
    estate,
    files,
    note: assets?.rootMissing ? `${describeMissingRoot(settings)} No file was looked at.` : undefined,
  };
}
