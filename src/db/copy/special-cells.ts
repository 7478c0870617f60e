import { isJsonObject } from "../../model/json.js";
import { parseTime } from "../../model/time.js";
import { parseJson } from "../backend/decode.js";
import { fitSeed, seedOf } from "../backend/wide-seeds.js";
import type { CopiedTable } from "../connection/copying.js";
import type { Cell, Dialect } from "../connection/session.js";

/** A column beside those of a table, and what its value changes in a row that was read. */
interface MoreCells {
  readonly sql: string;
  readonly replace: (cells: Cell[], more: Cell) => void;
}

/**
 * Seeds beyond 32 bits, which only one of the databases has in `images.seed`: leaves out one that a record holds whole, and
 * gives it back. One that no record holds stays, and has no room. Undefined where nothing is to be done.
 */
export function wideSeedOf(
  { name, columns }: CopiedTable,
  from: Dialect,
  to: Dialect,
): MoreCells | undefined {
  const index = columns.findIndex((column) => column.name === "seed");
  if (name !== "images" || index < 0 || from.keepsBigSeeds === to.keepsBigSeeds) return undefined;
  const isMeant = from.keepsBigSeeds
    ? "images.seed NOT BETWEEN -2147483648 AND 2147483647"
    : "images.seed IS NULL";
  return {
    sql: `CASE WHEN ${isMeant} THEN (SELECT o.fields FROM sync_objects o WHERE o.kind = 'image' AND o.state = 'owned'
      AND o.row_id = images.id AND o.guard = images.filename LIMIT 1) END`,
    replace: (cells, more) => {
      if (typeof more !== "string") return;
      const fields = parseJson(more);
      if (!isJsonObject(fields)) return;
      const cell = cells[index] as Cell;
      if (!from.keepsBigSeeds) {
        const seed = seedOf(from, "image", { seed: null }, fields);
        if (typeof seed === "string") cells[index] = BigInt(seed);
      } else if (String(cell) === fields.seed) cells[index] = fitSeed(to, cell);
    },
  };
}

/**
 * What tells an album's row from a later one with the same id is the text of a time, which gets six digits with the
 * time itself. Undefined where times stay as they are.
 */
export function alignTime(
  { name, columns }: CopiedTable,
  from: Dialect,
  to: Dialect,
): ((cells: Cell[]) => void) | undefined {
  if (name !== "sync_objects" || from.name === to.name || to.name === "SQLite") return undefined;
  const [kind, guard] = ["kind", "guard"].map((column) => columns.findIndex((one) => one.name === column));
  return (cells) => {
    const time = cells[guard as number];
    if (cells[kind as number] !== "image" && typeof time === "string")
      cells[guard as number] = parseTime(time) ?? time;
  };
}
