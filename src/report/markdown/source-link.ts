import type { SourceRef } from "../../model/source.js";
import { formatPlace } from "../text/field-lines.js";
import { elideMiddle } from "../text/printable.js";
import { escapeForMarkdown } from "./markup.js";

const LONGEST_PLACE = 160;

/** A place as a link to its line, below `base`; only its text when its file is not below the project. */
export function linkPlace(source: SourceRef, base: string): string {
  const text = escapeForMarkdown(elideMiddle(formatPlace(source), LONGEST_PLACE));
  const steps = source.file.split("/");
  if (steps.some((step) => step === "" || step === "." || step === "..") || /\p{Cs}/u.test(source.file))
    return text;
  return `<a href="${base}${steps.map(encodeStep).join("/")}#L${source.line}">${text}</a>`;
}

/** A part of a path within a URL and a quoted attribute. */
export function encodeStep(step: string): string {
  return encodeURIComponent(step).replaceAll("'", "%27");
}
