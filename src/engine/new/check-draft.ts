import { realPathOf } from "../../files/fence.js";
import type { TextToWrite } from "../../manifest/edit/render.js";
import { loadEstate } from "../../manifest/load/load.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import type { Settings } from "../../model/estate.js";

/** What validating would say of a valid project if these files were written too: its errors. */
export function checkDraft(settings: Settings, texts: readonly TextToWrite[]): readonly Diagnostic[] {
  const unsaved = new Map(texts.map(({ file, text }) => [realPathOf(file), Buffer.from(text)]));
  const { diagnostics } = loadEstate({ ...settings, unsaved });
  return diagnostics.filter(({ severity }) => severity === "error");
}

/** Diagnostics that name another file in place of one: the table that a person passed, for its copy. */
export function renameFile(
  diagnostics: readonly Diagnostic[],
  file: string,
  name: string,
): readonly Diagnostic[] {
  return diagnostics.map((diagnostic) => ({
    ...diagnostic,
    ...(diagnostic.source && { source: rename(diagnostic.source) }),
    ...(diagnostic.related && {
      related: diagnostic.related.map((one) => ({ ...one, source: rename(one.source) })),
    }),
  }));

  function rename<S extends { readonly file: string }>(source: S): S {
    return source.file === file ? { ...source, file: name } : source;
  }
}
