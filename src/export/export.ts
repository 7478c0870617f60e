import { existsSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { makeFolder, movePath } from "../files/durable.js";
import { flushTree } from "../files/flush.js";
import { temporaryPath } from "../files/new-file.js";
import { namingFile } from "../files/write-error.js";
import type { InspectPicture } from "../images/inspect.js";
import { openAssetRoot, placeAssetProblems } from "../manifest/check/assets.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { Settings } from "../model/estate.js";
import { type BadSample, checkSample } from "./check-sample.js";
import { createImageFolderWriter } from "./formats/imagefolder.js";
import { createKohyaWriter } from "./formats/kohya.js";
import type { CheckedSample, Sample, SampleWriter } from "./formats/sample.js";
import { createWebDatasetWriter } from "./formats/webdataset.js";
import { convertSample, isPassedOver, refuseSample } from "./readable.js";

export type ExportFormat = "kohya" | "imagefolder" | "webdataset";

/** A training set to be written. */
export interface ExportRequest {
  readonly settings: Settings;
  readonly samples: readonly Sample[];
  readonly format: ExportFormat;
  /** Absolute folder; it must not exist, or be empty. */
  readonly out: string;
  /** Of a kohya folder: how often a picture is shown in an epoch. */
  readonly repeats: number;
  /** Pictures in one WebDataset shard. */
  readonly shardImages: number;
  /** Refuse pictures in formats that the trainer does not read, instead of converting them. */
  readonly strict: boolean;
  /** Pictures that are read and decoded at the same time. */
  readonly workers: number;
  readonly inspect: InspectPicture;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/** `refused`: pictures are missing or damaged; nothing was written then, nor when it was stopped. */
type ExportOutcome =
  | { readonly state: "stopped" }
  | { readonly state: "root-missing" }
  /** `converted`: how many pictures are PNG now, since the trainer does not read their format. */
  | { readonly state: "complete"; readonly converted: number }
  | { readonly state: "refused"; readonly diagnostics: readonly Diagnostic[] };

/** True when nothing would be overwritten. Throws for a file of that name. */
export function isFree(out: string): boolean {
  return !existsSync(out) || readdirSync(out).length === 0;
}

/**
 * Writes a training set so that `out` is there as a whole or not at all: into a folder beside it, which is renamed at
 * the end, all of it on the disk. What a killed run left there is removed first. Equal samples give equal bytes.
 */
export async function exportSamples(request: ExportRequest): Promise<ExportOutcome> {
  const { out } = request;
  const temporary = temporaryPath(out);
  rmSync(temporary, { recursive: true, force: true });
  try {
    makeFolder(temporary);
    const outcome = await writeSamples(request, temporary);
    if (outcome.state === "complete") {
      namingFile(temporary, () => flushTree(temporary));
      if (existsSync(out)) rmdirSync(out);
      movePath(temporary, out);
    }
    return outcome;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

async function writeSamples(request: ExportRequest, dir: string): Promise<ExportOutcome> {
  const { settings, samples, workers, signal, onProgress } = request;
  const look = openAssetRoot(settings);
  if (look === undefined) return { state: "root-missing" };
  const writer = createWriter(request, dir);
  const bad: BadSample[] = [];
  let converted = 0;
  for (let at = 0; at < samples.length; at += workers) {
    if (signal.aborted) return { state: "stopped" };
    const batch = samples.slice(at, at + workers);
    const checked = await Promise.all(batch.map((one) => checkSample(one, settings, look, request.inspect)));
    for (const each of checked) {
      // One at a time, so that conversions hold the pixels of one picture.
      const { sample, isConverted } = await adapt(each, request);
      if ("problem" in sample) bad.push(sample);
      else if (bad.length === 0) writer.add(sample);
      if (isConverted) converted++;
    }
    onProgress(at + batch.length, samples.length);
  }
  if (bad.length > 0) return { state: "refused", diagnostics: placeAssetProblems(settings, bad) };
  writer.finish();
  return { state: "complete", converted };
}

/** A sample as its trainer reads it. */
async function adapt(sample: CheckedSample | BadSample, { settings, format, strict }: ExportRequest) {
  if (format !== "kohya" || "problem" in sample || !isPassedOver(sample))
    return { sample, isConverted: false };
  if (strict) return { sample: refuseSample(sample), isConverted: false };
  return { sample: await convertSample(sample, settings.pixelsInFlight), isConverted: true };
}

function createWriter({ format, repeats, shardImages }: ExportRequest, dir: string): SampleWriter {
  switch (format) {
    case "kohya":
      return createKohyaWriter(dir, repeats);
    case "imagefolder":
      return createImageFolderWriter(dir);
    case "webdataset":
      return createWebDatasetWriter(dir, shardImages);
  }
}
