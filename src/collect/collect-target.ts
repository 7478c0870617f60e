import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { movePath, writeTextFile } from "../files/durable.js";
import { ROOT_MARKER } from "../manifest/check/assets.js";
import type { TextToWrite } from "../manifest/edit/render.js";
import { type Boundary, createPlacer } from "../manifest/text/project-files.js";
import { type StageMode, type StageRequest, stageFiles } from "./stage/stage-file.js";
import type { StageProblem } from "./stage/stage-problem.js";

/** What collecting writes. Paths are absolute. */
export interface CollectTarget {
  /** Marks the asset root as such, unless it is already. */
  markRoot(assetRoot: string, estate: string): void;
  /**
   * The files of a group all or none; gives each group's problem. `onWritten`: called for each file that is in its place.
   * Throws a StageFailure.
   */
  stage(
    groups: readonly (readonly StageRequest[])[],
    mode: StageMode,
    onWritten?: (request: StageRequest) => void,
  ): Promise<readonly (StageProblem | undefined)[]>;
  /** A file or folder; its new folder is made. */
  rename(from: string, to: string): Promise<void>;
  /** `compose`: asked for the texts when they are to be written. */
  writeTexts(compose: () => readonly TextToWrite[]): void;
}

/** Writes to the disk, each step whole or not at all. Throws OutsideProject for what links lead out of the project. */
export function openDisk(boundary: Boundary): CollectTarget {
  const place = createPlacer(boundary);
  return {
    markRoot(assetRoot, estate) {
      const file = place(join(assetRoot, ROOT_MARKER));
      if (!existsSync(file)) writeTextFile(file, `${estate}\n`);
    },
    async stage(groups, mode, onWritten) {
      for (const { target } of groups.flat()) place(dirname(target));
      const problems = await stageFiles(groups, mode);
      for (const [index, group] of groups.entries())
        if (problems[index] === undefined) for (const request of group) onWritten?.(request);
      return problems;
    },
    async rename(from, to) {
      movePath(place(from), place(to));
    },
    writeTexts(compose) {
      for (const { file, text } of compose()) writeTextFile(place(file), text);
    },
  };
}

/** Writes nothing: what a dry run works on. */
export const DRY_RUN_TARGET: CollectTarget = {
  markRoot() {},
  async stage(groups) {
    return groups.map(() => undefined);
  },
  async rename() {},
  writeTexts() {},
};
