import { formatAddress, type Kind, nameOf } from "../../model/address.js";
import type { Json } from "../../model/json.js";
import { compareText } from "../../model/text-order.js";
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
export function readTies(session: Session, estate: string, kind: Kind): TieMap {
  const rows = session.all(
    "SELECT address, row_id FROM sync_objects WHERE estate = ? AND kind = ? ORDER BY address",
    estate,
    kind,
  );
  const ties = new TieMap();
  for (const [address, id] of rows) ties.set(nameOf(String(address)), Number(id));
  return ties;
}

/** Ties in memory, which whoever writes records keeps up with them. */
export class TieMap implements Ties {
  readonly #ids = new Map<string, number>();
  readonly #names = new Map<number, readonly string[]>();

  namesOf(rowId: number): readonly string[] {
    return this.#names.get(rowId) ?? [];
  }

  idOf(slug: string): number | undefined {
    return this.#ids.get(slug);
  }

  set(slug: string, rowId: number): void {
    if (this.#ids.get(slug) === rowId) return;
    this.delete(slug);
    this.#ids.set(slug, rowId);
    this.#names.set(rowId, [...this.namesOf(rowId), slug].sort(compareText));
  }

  delete(slug: string): void {
    const rowId = this.#ids.get(slug);
    if (rowId === undefined) return;
    this.#ids.delete(slug);
    this.#names.set(
      rowId,
      this.namesOf(rowId).filter((name) => name !== slug),
    );
  }
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
