import { drawOrnament, ORNAMENT_NAMES } from "../ornament/picture.js";
import type { SampleFolder } from "./folder.js";

/** When the pack was put on the disk: nothing else tells a time. */
const SAVED = new Date("2025-09-20T09:30:00Z");

/** Twelve pattern studies for training: no sidecars, so all that is known about one is its name and its file time. */
export function referencePackFolder(): SampleFolder {
  return {
    path: "image packs/Ornament Studies",
    pictures: ORNAMENT_NAMES.map((name, index) => ({
      file: `${String(index + 1).padStart(2, "0")} ${name}.png`,
      modified: SAVED,
      draw: () => drawOrnament(name),
    })),
  };
}
