import { relative, sep } from "node:path";
import { exists } from "../../files/exists.js";
import { hasAssetRoot, resolveAsset } from "../../manifest/check/assets.js";
import { nameOf } from "../../model/address.js";
import { outlinesOf } from "../../model/change.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import type { Settings } from "../../model/estate.js";
import type { Plan } from "../../model/plan.js";
import { mapTrash } from "../gc/trash.js";
import { Failure } from "../project/failure.js";

/**
 * Throws a failure that names every image whose row `--restore` brings back while its file is gone: the backend deletes
 * the file with the row. Without an asset root nothing is looked at.
 */
export function checkRestoredFiles({ changes }: Plan, settings: Settings): void {
  if (!hasAssetRoot(settings)) return;
  const missing: Diagnostic[] = [];
  let trash: ReadonlyMap<string, string> | undefined;
  for (const change of outlinesOf(changes)) {
    if (change.action !== "create" || change.kind !== "image" || !change.restored) continue;
    const path = resolveAsset(settings, nameOf(change.address));
    if (exists(path)) continue;
    const file = relative(settings.projectDir, path).split(sep).join("/");
    trash ??= mapTrash(settings);
    missing.push({
      severity: "error",
      code: "restored-file-missing",
      address: change.address,
      ...("source" in change && change.source !== undefined && { source: change.source }),
      summary: `${file} is gone, so ${change.address} can't be restored`,
      help: adviseReturn(file, trash.get(path)),
    });
  }
  if (missing.length > 0) throw new Failure("invalid", missing);
}

function adviseReturn(file: string, trashId: string | undefined): string {
  return trashId === undefined
    ? `Bring the file back with git checkout -- '${file}', or with sync collect from the folder that it came from.`
    : `Bring the file back from the trash: sync gc --restore ${trashId}`;
}
