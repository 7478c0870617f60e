import type { AssetProblem } from "../manifest/check/assets.js";
import type { Diagnostic } from "../model/diagnostic.js";
import type { Image } from "../model/resource.js";

/** Something wrong with the file of an image; its place in the manifest is looked up at the end. */
export interface ImageFinding {
  readonly image: Image;
  readonly problem: AssetProblem;
}

/** A check that failed outside the fields of an entry. `error`: damage or disorder; `warning`: a person must decide. */
export type VerifyFinding = Pick<Diagnostic, "severity" | "summary" | "help" | "address" | "source"> & {
  readonly code:
    | "file-undeclared"
    | "near-duplicate"
    | "set-item-duplicate"
    | "set-incomplete"
    | "thumbnail-damaged"
    | "thumbnail-missing"
    | "thumbnail-orphaned"
    | "thumbnail-outdated";
};
