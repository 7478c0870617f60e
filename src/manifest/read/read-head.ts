import { isJsonObject, type JsonObject } from "../../model/json.js";
import type { ProjectFiles } from "../text/project-files.js";
import { isProblem } from "../text/text-file.js";
import { readCanonical } from "../yaml/canonical-read.js";
import { readYaml } from "../yaml/yaml-read.js";

/**
 * What a manifest says beside its list of images, which is left out where that can be done without reading it: an album
 * may have a hundred thousand. Nothing is checked. Undefined for a file that can't be read or holds no object.
 */
export function readHead(file: string, files: ProjectFiles): JsonObject | undefined {
  const read = files.read(file, "file-missing");
  if (isProblem(read)) return undefined;
  const value =
    readCanonical(leaveOutImages(read.text))?.value ??
    readCanonical(read.text)?.value ??
    readYaml(read.text).value;
  return isJsonObject(value) ? value : undefined;
}

/** The key of a block list, with the lines up to its first item. */
const IMAGES = /^images:[ \t]*(?:#.*)?\r?\n(?=(?:[ \t]*(?:#.*)?\r?\n)*[ \t]*- )/m;
/** The start of a line that belongs to no list: neither indented nor a dash, a comment or blank. */
const NEXT_KEY = /^[^\s#-]/gm;

function leaveOutImages(text: string): string {
  const found = IMAGES.exec(text);
  if (found === null) return text;
  NEXT_KEY.lastIndex = found.index + found[0].length;
  const next = NEXT_KEY.exec(text);
  return text.slice(0, found.index) + (next === null ? "" : text.slice(next.index));
}
