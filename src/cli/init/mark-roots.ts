import { existsSync, readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { ROOT_MARKER } from "../../manifest/check/assets.js";
import { CONFIG_NAME, loadSettings } from "../../manifest/read/settings.js";
import { isFolder } from "../args/files.js";
import type { StarterFile } from "./files.js";

/**
 * The markers of the asset roots that the configuration in a folder names; undefined when there is none that is valid. A
 * root that is not there, or empty, may be a disk that is not mounted: it gets none.
 */
export function listRootMarkers(cwd: string): readonly StarterFile[] | undefined {
  if (!existsSync(join(cwd, CONFIG_NAME))) return undefined;
  const { settings } = loadSettings({ cwd, overrides: {} });
  if (settings === undefined) return undefined;
  return settings.assetRoots
    .filter(({ dir }) => isFolder(dir) && readdirSync(dir).length > 0)
    .map(({ dir }) => ({
      path: relative(cwd, join(dir, ROOT_MARKER)).split(sep).join("/"),
      text: `${settings.estate}\n`,
    }));
}
