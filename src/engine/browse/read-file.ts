import { resolve } from "node:path";
import { isInside } from "../../files/fence.js";
import { isRefusal, readFencedFile } from "../../files/fenced-file.js";
import { sha256Of } from "../../files/hash.js";
import { diagnose } from "../../manifest/places/diagnose.js";
import { createPlaces } from "../../manifest/places/places.js";
import { readManifest } from "../../manifest/read/read.js";
import { buildTemplate } from "../../manifest/read/template.js";
import type { Problem } from "../../manifest/text/problem.js";
import { fenceOf, openProjectFiles } from "../../manifest/text/project-files.js";
import { MAX_TEXT_BYTES } from "../../manifest/text/text-file.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import type { Settings } from "../../model/estate.js";
import type { Json } from "../../model/json.js";
import type { SetTemplate } from "../../model/resource.js";

/** A file of the project as it is on disk. */
export interface ProjectFile {
  /** Relative to the project folder. */
  readonly path: string;
  /** SHA-256 of its bytes, in hex. */
  readonly etag: string;
  /** Byte order mark included; bytes that are not UTF-8 read as U+FFFD. */
  readonly text: string;
}

/** A manifest as it is on disk, with what it says as far as it can be read. */
export interface ManifestDetail extends ProjectFile {
  /** The document; null when its shape is wrong. */
  readonly declared: Json;
  readonly diagnostics: readonly Diagnostic[];
  /** Of a set template that could be read. */
  readonly template: SetTemplate | null;
}

const READABLE = /\.(?:ya?ml|csv|jsonl)$/;

/**
 * A manifest, CSV or JSON Lines file inside the project; undefined for any other path, for one that leads outside, also
 * through links, and for one that can't be read.
 */
export function readProjectFile(settings: Settings, path: string): ProjectFile | undefined {
  const { projectDir } = settings;
  const file = resolve(projectDir, path);
  if (!READABLE.test(file) || !isInside(projectDir, file)) return undefined;
  return readText(settings, file);
}

/** A manifest with what is wrong with it; undefined when it can't be read. `file`: absolute. */
export function readManifestDetail(settings: Settings, file: string): ManifestDetail | undefined {
  const read = readText(settings, file);
  if (read === undefined) return undefined;
  const files = openProjectFiles(settings);
  const problems: Problem[] = [];
  const report = (problem: Problem) => problems.push(problem);
  const manifest = readManifest(file, files, report);
  const template = manifest.kind === "set-template" ? buildTemplate(manifest, files, report).resource : null;
  return {
    ...read,
    declared: manifest.kind === "broken" ? null : (manifest.declared as unknown as Json),
    diagnostics: diagnose(problems, createPlaces(files)),
    template,
  };
}

function readText(settings: Settings, file: string): ProjectFile | undefined {
  const bytes = readFencedFile(file, fenceOf(settings), MAX_TEXT_BYTES);
  if (isRefusal(bytes)) return undefined;
  return { path: openProjectFiles(settings).show(file), etag: sha256Of(bytes), text: bytes.toString("utf8") };
}
