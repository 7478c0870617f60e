// Part of every command: reads manifests and checks them against their schema, one after the other, keeping none.
// Argument: the folder of a project. Prints the seconds that took, start-up not counted, and the images.
import { listManifests } from "../../src/manifest/read/discover.js";
import { readManifest } from "../../src/manifest/read/read.js";
import { openProjectFiles } from "../../src/manifest/text/project-files.js";

const project = process.argv[2] as string;
const files = openProjectFiles({ projectDir: project, allowOutside: [], untrusted: false });
const report = (problem: unknown): never => {
  throw new Error(JSON.stringify(problem));
};
let images = 0;
const start = performance.now();
for (const file of listManifests({ manifestDirs: [`${project}/manifests`] }, files.show, report)) {
  const manifest = readManifest(file, files, report);
  if (manifest.kind === "album") images += manifest.images.length;
}
process.stdout.write(`${((performance.now() - start) / 1000).toFixed(4)} ${images}\n`);
