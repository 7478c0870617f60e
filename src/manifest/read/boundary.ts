import { join } from "node:path";
import { realPathOf } from "../../files/fence.js";
import type { Settings } from "../../model/estate.js";
import type { DocumentPath } from "../../model/source.js";
import type { Problem, Report } from "../text/problem.js";
import { fenceOf, outsideProblem } from "../text/project-files.js";
import { yamlSpot } from "./manifest-file.js";

/** A path of the configuration. `writes`: what sync writes there; undefined for what it only reads. */
interface ConfiguredPath {
  readonly path: string;
  readonly what: string;
  readonly at: DocumentPath;
  readonly writes: boolean;
}

/**
 * Reports the paths of the configuration that lead out of the project without being allowed: of what is read an error; of
 * what is written a warning that names the place, under --untrusted an error. `isNamed`: the user named the database.
 */
export function checkBoundary(settings: Settings, isNamed: boolean, report: Report): void {
  const fence = fenceOf(settings);
  for (const { path, what, at, writes } of listPaths(settings, isNamed)) {
    const real = realPathOf(path);
    if (fence.holds(real)) continue;
    const problem: Problem = {
      ...outsideProblem(what, real, settings),
      at: yamlSpot(settings.configFile, at),
    };
    if (!writes || settings.untrusted) report(problem);
    else
      report({
        ...problem,
        severity: "warning",
        code: "writes-outside-project",
        summary: `${what} is outside the project: sync writes to ${real}`,
      });
  }
}

function listPaths(settings: Settings, isNamed: boolean): readonly ConfiguredPath[] {
  const { manifestDirs, assetRoots, mediaDir, database } = settings;
  const [, file] = /^sqlite:(.+)$/s.exec(database) ?? [];
  return [
    ...manifestDirs.map((path, index) => ({
      path,
      what: "The manifest folder",
      at: ["manifests", index],
      writes: false,
    })),
    ...assetRoots.map(({ dir }, index) => ({
      path: dir,
      what: "The asset root",
      at: index === 0 ? ["assets", "root"] : ["assets", "roots", index - 1, "dir"],
      writes: false,
    })),
    {
      path: join(mediaDir, "thumbnails"),
      what: "The folder of thumbnails",
      at: ["media", "root"],
      writes: true,
    },
    ...(file === undefined || isNamed
      ? []
      : [{ path: file, what: "The database", at: ["database"], writes: true }]),
  ];
}
