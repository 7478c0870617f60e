import { statSync } from "node:fs";
import { hashFile } from "../../files/hash.js";
import { probeImage } from "../../images/probe.js";
import { ImageProblem, OUTSIDE_ROOT } from "../../images/problem.js";
import { createAssetGuard, hasAssetRoot, resolveAsset } from "../../manifest/check/assets.js";
import type { ReadFacts } from "../../manifest/format/format-project.js";
import type { Settings } from "../../model/estate.js";
import { refuseMissingRoot } from "./assets.js";

/** Reads facts below the asset root. Throws a failure when there is no asset root to read from. */
export function createFactReader(settings: Settings): ReadFacts {
  if (!hasAssetRoot(settings)) {
    throw refuseMissingRoot(settings);
  }
  const isInside = createAssetGuard(settings);
  return async (file) => {
    if (!isInside(file)) return { fault: OUTSIDE_ROOT.reason, help: OUTSIDE_ROOT.help };
    const path = resolveAsset(settings, file);
    try {
      const { width, height } = await probeImage(path, file);
      const sha256 = hashFile(path);
      if (sha256 !== null) return { sha256, bytes: statSync(path).size, width, height };
      return { fault: "can't be read", help: "Check the permissions of the file." };
    } catch (error) {
      if (error instanceof ImageProblem) return { fault: error.fault.reason, help: error.fault.help };
      throw error;
    }
  };
}
