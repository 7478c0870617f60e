import { formatAddress, type Kind, nameOf } from "../../model/address.js";
import type { Json } from "../../model/json.js";
import type { Cell, Session } from "../connection/session.js";
import type { TieHome } from "./profile.js";

/** The row id in a record of an object that has none. */
export const NO_ROW = 0;

/** What the records of an estate say of row ids that others name. */
export interface Ties {
  /** Slugs of the objects whose record names this row, ascending by address. */
  namesOf(rowId: number): readonly string[];
  /** The row id in the record of a slug, whether the row is there or not; undefined without a record. */
  idOf(slug: string): number | undefined;
}

/** The ties of a database without records of ours. */
export const NO_TIES: Ties = { namesOf: () => [], idOf: () => undefined };

/** Looks each up when asked: for single rows. */
export function lookUpTies(session: Session, estate: string, kind: Kind): Ties {
  const all = (where: string, value: Cell) =>
    session.all(
      `SELECT address, row_id FROM sync_objects WHERE kind = '${kind}' AND ${where} AND estate = ? ORDER BY address`,
      value,
      estate,
    );
  return {
    namesOf: (rowId) => all("row_id = ?", rowId).map(([address]) => nameOf(String(address))),
    idOf: (slug) => all("address = ?", formatAddress(kind, slug)).map(([, id]) => Number(id))[0],
  };
}

/** Reads all that an estate has of a kind at once: for many rows. */
export function readTies(session: Session, estate: string, kind: Kind): Ties {
  const names = new Map<number, string[]>();
  const ids = new Map<string, number>();
  const rows = session.all(
    "SELECT address, row_id FROM sync_objects WHERE estate = ? AND kind = ? ORDER BY address",
    estate,
    kind,
  );
  for (const [address, cell] of rows) {
    const [name, id] = [nameOf(String(address)), Number(cell)];
    ids.set(name, id);
    names.set(id, [...(names.get(id) ?? []), name]);
  }
  return { namesOf: (rowId) => names.get(rowId) ?? [], idOf: (slug) => ids.get(slug) };
}

/**
 * The slug that two columns of a row name. `<type>:<id>` for rows that the estate has no object of: no slug has a colon.
 * While the record of what is declared names no row nothing can name it, so then the declared slug counts as there.
 */
export function decodeTie(
  { word }: TieHome,
  [type = null, id = null]: readonly Cell[],
  recorded: Json | undefined,
  ties: Ties,
): Json {
  const isSlug = typeof recorded === "string" && !recorded.includes(":");
  if (isSlug && (ties.idOf(recorded) ?? NO_ROW) === NO_ROW) return recorded;
  if (type === null && id === null) return null;
  const names = type === word && typeof id === "number" ? ties.namesOf(id) : [];
  const known = names.find((name) => name === recorded) ?? names[0];
  return known ?? `${type ?? ""}:${id ?? ""}`;
}

/** The two cells for a value that {@link decodeTie} gave, or a slug; both NULL for one without a row. */
export function encodeTie({ word }: TieHome, value: Json, ties: Ties): readonly [type: Cell, id: Cell] {
  if (typeof value !== "string") return [null, null];
  const colon = value.indexOf(":");
  if (colon < 0) {
    const id = ties.idOf(value) ?? NO_ROW;
    return id === NO_ROW ? [null, null] : [word, id];
  }
  const [type, id] = [value.slice(0, colon), value.slice(colon + 1)];
  return [type === "" ? null : type, id === "" ? null : Number(id)];
}
