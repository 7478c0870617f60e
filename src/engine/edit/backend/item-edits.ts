import type { CsvEdit } from "../../../manifest/edit/edit-csv.js";
import type { DocumentOp } from "../../../manifest/edit/edit-document.js";
import type { Item } from "../../../model/prompt.js";

type ItemEdit = Exclude<CsvEdit, { readonly op: "move" }>;

/** The items that a template has, and where they stand in their table. */
interface PlacedItems {
  readonly columns: readonly string[];
  readonly items: readonly Item[];
  /** The row of each item; a table may have rows without text between them. */
  readonly rows: readonly number[];
}

/**
 * The fewest edits of rows and cells that make other items of those that there are. Rows at both ends that stay the same are
 * left alone; the others change cell by cell. A column that an item lacks is empty there.
 */
export function planItemEdits(old: PlacedItems, wanted: readonly Item[]): readonly ItemEdit[] {
  const columns = [...new Set([...old.columns, ...wanted.flatMap((item) => Object.keys(item))])];
  const isSame = (a: Item, b: Item) => columns.every((column) => cellOf(a, column) === cellOf(b, column));
  const most = Math.min(old.items.length, wanted.length);
  let head = 0;
  while (head < most && isSame(old.items[head] as Item, wanted[head] as Item)) head++;
  let tail = 0;
  while (tail < most - head && isSame(old.items.at(-1 - tail) as Item, wanted.at(-1 - tail) as Item)) tail++;
  const [before, after] = [
    old.items.slice(head, old.items.length - tail),
    wanted.slice(head, wanted.length - tail),
  ];
  const shared = Math.min(before.length, after.length);
  const rowOf = (item: number) => old.rows[item] ?? (old.rows.at(-1) ?? -1) + 1;
  return [
    ...columns.slice(old.columns.length).map((column): ItemEdit => ({ op: "add-column", column })),
    ...before.slice(0, shared).flatMap((item, index) =>
      columns
        .filter((column) => cellOf(item, column) !== cellOf(after[index] as Item, column))
        .map((column): ItemEdit => {
          return { op: "set", row: rowOf(head + index), column, value: cellOf(after[index] as Item, column) };
        }),
    ),
    ...before
      .slice(shared)
      .map((_, index): ItemEdit => ({ op: "remove", row: rowOf(head + shared + index) }))
      .reverse(),
    ...after.slice(shared).map((values, index): ItemEdit => {
      return { op: "insert", row: rowOf(head + shared) + index, values };
    }),
  ];
}

/** The same edits for rows that stand in the manifest itself. `count`: how many there are. */
export function editRows(
  edits: readonly ItemEdit[],
  columns: readonly string[],
  count: number,
): readonly DocumentOp[] {
  const all = [...columns, ...edits.flatMap((edit) => (edit.op === "add-column" ? [edit.column] : []))];
  return edits.flatMap((edit) => editRow(edit, all, count));
}

function editRow(edit: ItemEdit, columns: readonly string[], count: number): readonly DocumentOp[] {
  const path = ["items", "rows"];
  switch (edit.op) {
    case "set":
      return [{ op: "set", path: [...path, edit.row, edit.column], value: edit.value }];
    case "remove":
      return [{ op: "remove", path: [...path, edit.row] }];
    case "insert": {
      const cells = columns.map((column) => [column, cellOf(edit.values, column)] as const);
      return [{ op: "insert", path: [...path, edit.row], value: Object.fromEntries(cells) }];
    }
    case "add-column":
      return Array.from({ length: count }, (_, row) => ({
        op: "set",
        path: [...path, row, edit.column],
        value: "",
      }));
  }
}

function cellOf(item: Item, column: string): string {
  return Object.hasOwn(item, column) ? (item[column] as string) : "";
}
