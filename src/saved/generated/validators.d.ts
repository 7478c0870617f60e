// Types of dist/src/saved/generated/validators.js, which the build makes from schemas/ with Ajv.
import type { SavedPlan } from "../../model/generated/plan.js";

/** True when the value has the shape of a saved plan; else `errors` says what is wrong, until the next call. */
interface Validate {
  (value: unknown): value is SavedPlan;
  errors: readonly { readonly instancePath: string; readonly message?: string }[] | null;
}

export declare const validatePlan: Validate;
