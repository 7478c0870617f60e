import type { DocumentPath } from "../../model/source.js";

/** An edit that can't be made, or would also change other values. Its message says why and what to do. */
export class EditRefused extends Error {
  override readonly name: string = "EditRefused";

  constructor(
    readonly path: DocumentPath,
    readonly reason: string,
    help = "Edit the file by hand, then run again.",
  ) {
    super(`${showPath(path)} can't be changed in place: ${reason}. ${help}`);
  }
}

/** `images[3].source.model`; `the document` for its top. */
function showPath(path: DocumentPath): string {
  const text = path.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join("");
  return text === "" ? "the document" : text.replace(/^\./, "");
}
