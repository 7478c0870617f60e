import { execFileSync } from "node:child_process";
import { utimesSync } from "node:fs";
import { join } from "node:path";
import { formatSidecar } from "../legacy/sidecar.js";
import { writeTo } from "../legacy/write-tree.js";
import { SAMPLE_ROOTS, sampleFolders } from "./estate.js";
import type { SampleFolder, SamplePicture } from "./folder.js";

/** Writes the old trees of the sample, `outputs` and `image packs`, into `dir`. `render`: a picture's bytes. */
export async function writeSourceTrees(
  dir: string,
  projectDir: string,
  render: (picture: SamplePicture, folder: SampleFolder) => Promise<Buffer> | Buffer,
): Promise<void> {
  for (const folder of sampleFolders(projectDir))
    for (const picture of folder.pictures) {
      const file = join(dir, folder.path, picture.file);
      writeTo(file, await render(picture, folder));
      if (picture.modified !== undefined) utimesSync(file, picture.modified, picture.modified);
      if (picture.sidecar !== undefined)
        writeTo(file.replace(/\.png$/, ".json"), formatSidecar(picture.sidecar));
    }
}

/** Runs `sync collect` on the trees in `dir`, in a copy of this project that is to hold the sample; the result is what it printed. */
export function collectSourceTrees(dir: string, projectDir: string): string {
  return SAMPLE_ROOTS.map((root) =>
    execFileSync(process.execPath, [join(projectDir, "bin/sync.js"), "collect", join(dir, root)], {
      cwd: projectDir,
      encoding: "utf8",
    }),
  ).join("");
}
