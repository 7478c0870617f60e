// Types of dist/src/manifest/generated/validators.js, which the build makes from schemas/ with Ajv.
import type { ErrorObject } from "ajv";
import type { AlbumManifest } from "../../model/generated/album.js";
import type { Configuration } from "../../model/generated/config.js";
import type { SetTemplateManifest } from "../../model/generated/set-template.js";

/** True when the value has the shape of `T`; else `errors` says everything that is wrong, until the next call. */
interface Validate<T> {
  (value: unknown): value is T;
  errors: readonly ErrorObject[] | null;
}

export declare const validateSetTemplate: Validate<SetTemplateManifest>;
export declare const validateAlbum: Validate<AlbumManifest>;
export declare const validateConfig: Validate<Configuration>;
