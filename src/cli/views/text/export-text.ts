import type { ExportSummary } from "../../../engine/export.js";
import { count } from "../../../model/words.js";

/** E.g. `Exported 5 pictures of 1 album to train (kohya); 2 without a caption.` */
export function describeExport(
  { pictures, albums, nsfwLeftOut, uncaptioned, converted }: ExportSummary,
  { out, format }: { readonly out: string; readonly format: string },
): string {
  const notes = [
    ...(nsfwLeftOut > 0 ? [`${nsfwLeftOut} left out as nsfw`] : []),
    ...(converted > 0 ? [`${converted} converted to PNG`] : []),
    ...(uncaptioned > 0 ? [`${uncaptioned} without a caption`] : []),
  ];
  const end = notes.length > 0 ? `; ${notes.join(", ")}` : "";
  return `Exported ${count(pictures, "picture")} of ${count(albums, "album")} to ${out} (${format})${end}.`;
}
