import { plural } from "../../design/words.js";
import type { GridView } from "./grid-cell.js";
import { type Cell, clearRange, deleteRows, fillDown, insertRow, moveRows } from "./grid-state.js";

/** Does what a key means in the grid. Keys that mean nothing here go on to the page. */
export function keyAction(event: KeyboardEvent, view: GridView): void {
  const isHeld = event.ctrlKey || event.metaKey;
  const done = event.altKey ? altKey(event, view) : isHeld ? ctrlKey(event, view) : plainKey(event, view);
  if (!done) return;
  event.preventDefault();
  event.stopPropagation();
}

function plainKey(event: KeyboardEvent, view: GridView): boolean {
  const to = target(event.key, view);
  if (to !== undefined) {
    view.moveTo(to, event.shiftKey);
    return true;
  }
  if (view.isReadOnly) return false;
  if (event.key === "Enter" || event.key === "F2") view.startEditing(undefined);
  else if (event.key === "Delete" || event.key === "Backspace")
    view.change(clearRange(view.table, view.range), "Cleared");
  else if (event.key === "Insert") addRow(view);
  else if (event.key.length === 1) view.startEditing(event.key);
  else return false;
  return true;
}

/** Where a key that moves leads; undefined for other keys. */
function target(key: string, { focus, table, pageRows }: GridView): Cell | undefined {
  switch (key) {
    case "ArrowUp":
      return { ...focus, row: focus.row - 1 };
    case "ArrowDown":
      return { ...focus, row: focus.row + 1 };
    case "ArrowLeft":
      return { ...focus, column: focus.column - 1 };
    case "ArrowRight":
      return { ...focus, column: focus.column + 1 };
    case "PageUp":
      return { ...focus, row: focus.row - pageRows };
    case "PageDown":
      return { ...focus, row: focus.row + pageRows };
    case "Home":
      return { ...focus, column: 0 };
    case "End":
      return { ...focus, column: table.header.length - 1 };
    default:
      return undefined;
  }
}

function ctrlKey(event: KeyboardEvent, view: GridView): boolean {
  const key = event.key.toLowerCase();
  if (key === "home" || key === "end") {
    const last = { row: view.table.rows.length - 1, column: view.table.header.length - 1 };
    view.moveTo(key === "home" ? { row: 0, column: 0 } : last, event.shiftKey);
    return true;
  }
  if (key === "a") {
    view.moveTo({ row: 0, column: 0 });
    view.moveTo({ row: view.table.rows.length - 1, column: view.table.header.length - 1 }, true);
    return true;
  }
  if (view.isReadOnly) return false;
  if (key === "z") (event.shiftKey ? view.redo : view.undo)();
  else if (key === "y") view.redo();
  else if (key === "d") view.change(fillDown(view.table, view.range), "Filled down");
  else return false;
  return true;
}

function altKey(event: KeyboardEvent, view: GridView): boolean {
  if (view.isReadOnly) return false;
  if (event.key === "ArrowUp") shiftRows(view, -1);
  else if (event.key === "ArrowDown") shiftRows(view, 1);
  else if (event.key === "Delete" || event.key === "Backspace") removeRows(view);
  else return false;
  return true;
}

/** An empty row below the focus. */
export function addRow(view: GridView): void {
  const at = view.table.rows.length === 0 ? 0 : view.range.bottom + 1;
  view.change(insertRow(view.table, at), `Added row ${at + 1}`, { row: at, column: 0 });
}

export function removeRows(view: GridView): void {
  view.change(
    deleteRows(view.table, view.range),
    `Deleted ${plural(view.range.bottom - view.range.top + 1, "row")}`,
    { row: view.range.top, column: view.focus.column },
  );
}

export function shiftRows(view: GridView, by: 1 | -1): void {
  const moved = moveRows(view.table, view.range, by);
  if (moved === view.table) return;
  view.change(moved, `Moved to row ${view.range.top + by + 1}`);
  view.moveTo({ row: view.focus.row + by, column: view.focus.column }, view.range.top !== view.range.bottom);
}
