import { realPathOf } from "../../files/fence.js";
import type { Settings } from "../../model/estate.js";
import type { SetTemplate } from "../../model/resource.js";
import { listManifests } from "../read/discover.js";
import { readManifest } from "../read/read.js";
import { openProjectFiles } from "../text/project-files.js";
import { buildManifests } from "./build.js";

/** The set templates that some manifests declare, each by itself and as far as it can be read. `wanted`: absolute paths without links. */
export function loadTemplates(settings: Settings, wanted: ReadonlySet<string>): readonly SetTemplate[] {
  const files = openProjectFiles(settings);
  const ignore = () => {};
  const found = listManifests(settings, files.show, ignore).filter((file) => wanted.has(realPathOf(file)));
  const manifests = found.map((file) => readManifest(file, files, ignore));
  const { templates } = buildManifests(manifests, { prefix: 0, files }, ignore);
  return templates.map(({ resource }) => resource);
}
