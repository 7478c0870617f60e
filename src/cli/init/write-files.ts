import { existsSync } from "node:fs";
import { join } from "node:path";
import { writeTextFile } from "../../files/durable.js";
import { readTextFile } from "../../files/regular-file.js";
import type { StarterFile } from "./files.js";

/** What became of a starter file. */
type Outcome = "created" | "extended" | "kept";

/** Makes a file that is not there yet; of one that is there, only lines that it lacks are added, and only if it may. */
export function writeStarterFile(folder: string, { path, text, append }: StarterFile): Outcome {
  const file = join(folder, path);
  if (existsSync(file)) return append === true ? appendLines(file, text) : "kept";
  writeTextFile(file, text);
  return "created";
}

function appendLines(file: string, text: string): Outcome {
  const present = readTextFile(file);
  const known = new Set(present.split(/\r?\n/).map((line) => line.trim()));
  const missing = text.split("\n").filter((line) => line !== "" && !known.has(line));
  if (missing.length === 0) return "kept";
  const gap = present === "" || present.endsWith("\n") ? "" : "\n";
  writeTextFile(file, `${present}${gap}${missing.join("\n")}\n`);
  return "extended";
}
