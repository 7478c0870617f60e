import { readTextFile } from "../../files/regular-file.js";
import type { JsonObject } from "../../model/json.js";
import { compareEntries } from "../../model/text-order.js";
import type { ImageEntry } from "../read/entry.js";
import { editFiles, type FileEdit } from "./edit-files.js";
import type { DocumentEdit } from "./edit-json.js";
import type { TextToWrite } from "./render.js";
import { renderLine } from "./render-entry.js";

/** A list of entries in its new order: old entries by index, new ones as objects. */
export interface Arrangement {
  /** Absolute path of the album's manifest. */
  readonly manifest: string;
  /** The entries of one album as they stand, in album order. */
  readonly entries: readonly Pick<ImageEntry, "spot">[];
  readonly items: readonly (number | JsonObject)[];
}

/**
 * The new texts of files after edits and after lists got another order; indices of edits are those before. Entries of
 * JSON Lines files keep the lengths of these files, but for what is added or goes. Throws an EditRefused.
 */
export function editAndArrange(
  edits: readonly FileEdit[],
  arrangements: readonly Arrangement[],
): readonly TextToWrite[] {
  const inYaml = arrangements
    .filter(({ entries }) => entries[0]?.spot.format !== "jsonl")
    .map(({ manifest, entries, items }) => ({
      file: manifest,
      line: undefined,
      edit: toEdit(entries, items),
    }));
  const texts = new Map(editFiles([...edits, ...inYaml]).map(({ file, text }) => [file, text]));
  for (const arrangement of arrangements) {
    if (arrangement.entries[0]?.spot.format !== "jsonl") continue;
    for (const { file, text } of arrangeShards(arrangement, texts)) texts.set(file, text);
  }
  return [...texts].sort(compareEntries).map(([file, text]) => ({ file, text }));
}

/** An empty list gets only new entries. */
function toEdit(entries: Arrangement["entries"], items: Arrangement["items"]): DocumentEdit {
  const values = items.filter((item) => typeof item !== "number");
  if (entries.length === 0) return { edit: "append", path: ["images"], values };
  return { edit: "arrange", path: ["images"], items };
}

function arrangeShards(
  { entries, items }: Arrangement,
  edited: ReadonlyMap<string, string>,
): readonly TextToWrite[] {
  const files = [...new Set(entries.map(({ spot }) => spot.file))];
  const lines = new Map(files.map((file) => [file, (edited.get(file) ?? readTextFile(file)).split(/\r?\n/)]));
  const lineOf = ({ spot }: Arrangement["entries"][number]): string =>
    lines.get(spot.file)?.[Number(spot.path[0])] ?? "";
  const stays = new Set(items.filter((item) => typeof item === "number"));
  const left = files.map(
    (file) => entries.filter(({ spot }, index) => spot.file === file && stays.has(index)).length,
  );
  const made = files.map((): string[] => []);
  let at = 0;
  for (const item of items) {
    if (typeof item === "number") {
      while (left[at] === 0) at++;
      left[at] = (left[at] as number) - 1;
      made[at]?.push(lineOf(entries[item] as Arrangement["entries"][number]));
    } else made[at]?.push(renderLine(item));
  }
  return files.flatMap((file, index) => {
    const text = made[index]?.map((line) => `${line}\n`).join("") ?? "";
    return text === lines.get(file)?.join("\n") ? [] : [{ file, text }];
  });
}
