import { join } from "node:path";
import { createFile, makeFolder } from "../../files/durable.js";
import { nameOf } from "../../model/address.js";
import { flattenSlug, StemNames } from "./names.js";
import type { SampleWriter } from "./sample.js";

/** `<repeats>_<album>/<stem>.png` with its caption in `<stem>.txt`, as kohya's sd-scripts reads them. */
export function createKohyaWriter(dir: string, repeats: number): SampleWriter {
  const folders = new Map<string, StemNames>();
  return {
    add({ image, album, caption, bytes, extension }) {
      const folder = join(dir, `${repeats}_${flattenSlug(album)}`);
      const names = folders.get(folder) ?? new StemNames();
      if (!folders.has(folder)) makeFolder(folder);
      folders.set(folder, names);
      const stem = names.choose(nameOf(image.address));
      createFile(join(folder, `${stem}.${extension}`), bytes);
      // Without a file the trainer takes the folder's name as caption.
      if (caption !== "") createFile(join(folder, `${stem}.txt`), `${caption}\n`);
    },
    finish: () => {},
  };
}
