import type { InspectPicture } from "../images/inspect.js";
import { openAssetRoot, placeAssetProblems } from "../manifest/check/assets.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { Settings } from "../model/estate.js";
import { type BadSample, checkSample } from "./check-sample.js";
import type { ExportFormat } from "./export.js";
import type { Sample } from "./formats/sample.js";
import { isPassedOver } from "./readable.js";

/** Which samples are looked at, and how. */
interface CheckRequest {
  readonly settings: Settings;
  readonly samples: readonly Sample[];
  readonly format: ExportFormat;
  /** Pictures that are read and decoded at the same time. */
  readonly workers: number;
  readonly inspect: InspectPicture;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/** Problems of the pictures, and how many would be converted; undefined without an asset root, or when it was stopped. */
export async function checkSamples(
  request: CheckRequest,
): Promise<{ readonly diagnostics: readonly Diagnostic[]; readonly converted: number } | undefined> {
  const { settings, samples, format, workers, inspect, signal, onProgress } = request;
  const look = openAssetRoot(settings);
  if (look === undefined) return undefined;
  const bad: BadSample[] = [];
  let converted = 0;
  for (let at = 0; at < samples.length; at += workers) {
    if (signal.aborted) return undefined;
    const batch = samples.slice(at, at + workers);
    for (const sample of await Promise.all(batch.map((one) => checkSample(one, settings, look, inspect)))) {
      if ("problem" in sample) bad.push(sample);
      else if (format === "kohya" && isPassedOver(sample)) converted++;
    }
    onProgress(at + batch.length, samples.length);
  }
  return { diagnostics: placeAssetProblems(settings, bad), converted };
}
