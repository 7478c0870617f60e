import { join } from "node:path";
import { createFile, makeFolder } from "../../files/durable.js";
import { nameOf } from "../../model/address.js";
import { flattenSlug, StemNames } from "./names.js";
import { describeSample, type SampleWriter } from "./sample.js";

/** `train/<album>/<stem>.png` and `train/metadata.jsonl`, as the imagefolder loader of Hugging Face datasets reads them. */
export function createImageFolderWriter(dir: string): SampleWriter {
  const train = join(dir, "train");
  const folders = new Map<string, StemNames>();
  const lines: string[] = [];
  makeFolder(train);
  return {
    add(sample) {
      const folder = flattenSlug(sample.album);
      const names = folders.get(folder) ?? new StemNames();
      if (!folders.has(folder)) makeFolder(join(train, folder));
      folders.set(folder, names);
      const name = `${folder}/${names.choose(nameOf(sample.image.address))}.${sample.extension}`;
      createFile(join(train, name), sample.bytes);
      // Relative to the metadata file: a loader puts its folder in front.
      lines.push(`${JSON.stringify({ file_name: name, ...describeSample(sample) })}\n`);
    },
    finish: () => createFile(join(train, "metadata.jsonl"), lines.join("")),
  };
}
