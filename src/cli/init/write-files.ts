import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { StarterFile } from "./files.js";

/** What became of a starter file. */
export type Outcome = "created" | "extended" | "kept";

/** Makes a file that is not there yet; of one that is there, only lines that it lacks are added, and only if it may. */
export function writeStarterFile(folder: string, { path, text, append }: StarterFile): Outcome {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(file, text, { flag: "wx" });
    return "created";
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return append === true ? appendLines(file, text) : "kept";
}

function appendLines(file: string, text: string): Outcome {
  const present = readFileSync(file, "utf8");
  const known = new Set(present.split(/\r?\n/).map((line) => line.trim()));
  const missing = text.split("\n").filter((line) => line !== "" && !known.has(line));
  if (missing.length === 0) return "kept";
  const gap = present === "" || present.endsWith("\n") ? "" : "\n";
  writeFileSync(file, `${gap}${missing.join("\n")}\n`, { flag: "a" });
  return "extended";
}
