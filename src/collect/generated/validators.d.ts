// Types of dist/src/collect/generated/validators.js, which the build makes from schemas/ with Ajv.
import type { ImageSidecar } from "../../model/generated/sidecar.js";

/** True when the value has the shape of a sidecar; else `errors` says what is wrong, until the next call. */
interface Validate {
  (value: unknown): value is ImageSidecar;
  errors: readonly { readonly instancePath: string; readonly message?: string }[] | null;
}

export declare const validateSidecar: Validate;
