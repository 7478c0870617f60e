import type { Diagnostic } from "../../model/diagnostic.js";
import { type CurrentFile, FilesChanged } from "../edit/file-change.js";
import { Failure, type FailureKind } from "../project/failure.js";

/** An error on its way from one process to another. */
export type Thrown =
  | { readonly changed: readonly CurrentFile[] }
  | { readonly failure: { readonly kind: FailureKind; readonly diagnostics: readonly Diagnostic[] } }
  | {
      readonly error: {
        readonly message: string;
        readonly stack: string | undefined;
        readonly code?: string;
        readonly help?: string;
      };
    };

/** Packs an error. Of one that is no failure its message, stack, code and help are kept. */
export function packError(error: unknown): Thrown {
  if (error instanceof FilesChanged) return { changed: error.current };
  if (error instanceof Failure) return { failure: { kind: error.kind, diagnostics: error.diagnostics } };
  const { message, stack, code, help } = error as Error & {
    readonly code?: unknown;
    readonly help?: unknown;
  };
  return {
    error: {
      message: String(message),
      stack,
      ...(typeof code === "string" && { code }),
      ...(typeof help === "string" && { help }),
    },
  };
}

/** The error that was packed. */
export function unpackError(thrown: Thrown): Error {
  if ("changed" in thrown) return new FilesChanged(thrown.changed);
  if ("failure" in thrown) return new Failure(thrown.failure.kind, thrown.failure.diagnostics);
  return Object.assign(new Error(thrown.error.message), thrown.error);
}
