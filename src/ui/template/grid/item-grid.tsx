import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { plural } from "../../design/words.js";
import { GridCell, type GridView } from "./grid-cell.js";
import { keyAction } from "./grid-keys.js";
import { type Cell, cellIn, copyText, pasteText, rangeOf, setCell, tableFromText } from "./grid-state.js";
import { GridTools } from "./grid-tools.js";
import type { Table } from "./table.js";

/** Pixels of a row; the stylesheet has the same. */
const ROW = 38;
/** Rows drawn above and below what is seen. */
const BEYOND = 8;

interface GridProps {
  readonly table: Table;
  /** The table as it is on disk, to show which cells were changed. */
  readonly base: Table;
  readonly isReadOnly: boolean;
  /** Row ids whose name another row has too. */
  readonly doubled: ReadonlySet<number>;
  readonly focus: Cell;
  readonly onFocus: (cell: Cell) => void;
  readonly onChange: (table: Table, place?: string) => void;
  /** A table with a header of its own was pasted into an empty new one. */
  readonly onReplace?: ((table: Table) => void) | undefined;
  readonly onUndo: () => void;
  readonly onRedo: () => void;
}

/** The items as a grid of text, as the ARIA practices describe it. Only rows in sight are in the document. */
export function ItemGrid(props: GridProps) {
  const { table } = props;
  // Undoing may take away the rows that they were in.
  const focus = cellIn(table, props.focus);
  const [chosen, setAnchor] = useState<Cell>(focus);
  const anchor = cellIn(table, chosen);
  const [editing, setEditing] = useState<{ readonly start: string | undefined } | undefined>(undefined);
  const [said, setSaid] = useState("");
  const [top, setTop] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  /** True when the next render takes the focus to the cell: never when the page was just opened. */
  const takesFocus = useRef(false);
  const height = box.current?.clientHeight ?? 480;
  const first = Math.max(0, Math.floor(top / ROW) - BEYOND);
  const last = Math.min(table.rows.length, Math.ceil((top + height) / ROW) + BEYOND);
  const range = rangeOf(anchor, focus);

  const moveTo = (cell: Cell, isExtended = false, within = table) => {
    const to = cellIn(within, cell);
    takesFocus.current = true;
    props.onFocus(to);
    if (!isExtended) setAnchor(to);
    scrollTo(box.current, to.row);
  };
  const view: GridView = {
    table,
    focus,
    anchor,
    range,
    pageRows: Math.max(1, Math.floor(height / ROW) - 2),
    isReadOnly: props.isReadOnly,
    moveTo,
    startEditing: (start) => !props.isReadOnly && setEditing({ start }),
    change: (next, message, to) => {
      props.onChange(next);
      if (message !== undefined) setSaid(message);
      if (to !== undefined) moveTo(to, false, next);
    },
    undo: () => {
      takesFocus.current = true;
      props.onUndo();
    },
    redo: () => {
      takesFocus.current = true;
      props.onRedo();
    },
  };
  const commit = (value: string, step: { readonly down: number; readonly right: number } | undefined) => {
    setEditing(undefined);
    if (value !== table.rows[focus.row]?.cells[focus.column]) props.onChange(setCell(table, focus, value));
    if (step !== undefined) moveTo({ row: focus.row + step.down, column: focus.column + step.right });
  };
  // The cell is drawn anew when the focus or the scroll moves.
  useLayoutEffect(() => {
    if (!takesFocus.current || editing !== undefined) return;
    // Now the sheet is as high as its rows.
    scrollTo(box.current, focus.row);
    const cell = box.current?.querySelector<HTMLElement>('[role="gridcell"][tabindex="0"]');
    if (table.rows.length === 0) box.current?.focus();
    if (cell === null || cell === undefined) return;
    takesFocus.current = false;
    cell.focus({ preventScroll: true });
    keepInSight(box.current, cell);
  }, [focus.row, focus.column, editing, top, table]);

  const paste = (event: ClipboardEvent) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (props.isReadOnly || editing !== undefined || text === "") return;
    event.preventDefault();
    const isBlank = table.rows.every((row) => row.cells.every((cell) => cell === ""));
    const replaced = props.onReplace !== undefined && isBlank ? tableFromText(text) : undefined;
    if (replaced !== undefined) {
      props.onReplace?.(replaced);
      setSaid(`Pasted ${plural(replaced.rows.length, "row")} with their header`);
      moveTo({ row: 0, column: 0 });
      return;
    }
    const result = pasteText(table, { row: range.top, column: range.left }, text);
    props.onChange(result.table);
    setSaid(
      `Pasted ${plural(result.end.row - range.top + 1, "row")}${result.ignored > 0 ? `; ${plural(result.ignored, "column")} did not fit` : ""}`,
    );
    setAnchor({ row: range.top, column: range.left });
    takesFocus.current = true;
    props.onFocus(result.end);
  };
  return (
    <div class="grid-frame">
      {props.isReadOnly ? null : <GridTools view={view} />}
      <div
        class="grid"
        role="grid"
        aria-label="Items"
        aria-rowcount={table.rows.length + 1}
        aria-colcount={table.header.length + 1}
        aria-readonly={props.isReadOnly}
        aria-multiselectable="true"
        // Without a row it takes the keys that add one.
        tabIndex={table.rows.length === 0 ? 0 : undefined}
        ref={box}
        onScroll={(event) => setTop(event.currentTarget.scrollTop)}
        onPaste={paste}
        onCopy={(event) => {
          if (editing !== undefined) return;
          event.preventDefault();
          event.clipboardData?.setData("text/plain", copyText(table, range));
          setSaid(`Copied ${plural(range.bottom - range.top + 1, "row")}`);
        }}
        onKeyDown={(event) => editing === undefined && keyAction(event, view)}
      >
        <div
          class="grid-sheet"
          style={{ "--columns": columnsOf(table), height: `${(table.rows.length + 1) * ROW}px` }}
        >
          <Header table={table} />
          <div class="grid-rows" style={{ transform: `translateY(${first * ROW}px)` }}>
            {table.rows.slice(first, last).map((row, offset) => {
              const at = first + offset;
              const before = row.base === undefined ? undefined : props.base.rows[row.base];
              const isDoubled = props.doubled.has(row.id);
              return (
                <div
                  key={row.id}
                  class={`grid-row${row.base === undefined ? " is-new" : ""}`}
                  role="row"
                  aria-rowindex={at + 2}
                >
                  <span
                    class={`grid-number${isDoubled ? " is-doubled" : ""}`}
                    role="rowheader"
                    aria-colindex={1}
                  >
                    {at + 1}
                    {isDoubled ? (
                      <b title="Another row has the same name">
                        !<span class="unseen"> same name as another row</span>
                      </b>
                    ) : null}
                  </span>
                  {row.cells.map((value, column) => {
                    const isFocus = focus.row === at && focus.column === column;
                    return (
                      <GridCell
                        key={column}
                        at={{ row: at, column }}
                        value={value}
                        isFocus={isFocus}
                        isChanged={before !== undefined && before.cells[column] !== value}
                        isDoubled={isDoubled}
                        view={view}
                        editing={isFocus ? editing : undefined}
                        onCommit={commit}
                        onCancel={() => {
                          takesFocus.current = true;
                          setEditing(undefined);
                        }}
                      />
                    );
                  })}
                </div>
              );
            })}
          </div>
        </div>
      </div>
      <p class="unseen" aria-live="polite">
        {said}
      </p>
    </div>
  );
}

function Header({ table }: { readonly table: Table }) {
  return (
    <div class="grid-row grid-head" role="row" aria-rowindex={1}>
      <span class="grid-number" role="columnheader" aria-colindex={1}>
        <span class="unseen">Row</span>
      </span>
      {table.header.map((column, at) => (
        <span key={column} role="columnheader" aria-colindex={at + 2}>
          {column}
        </span>
      ))}
    </div>
  );
}

/** Widths by the longest of the first cells: short columns stay short, long ones share what is left. */
function columnsOf(table: Table): string {
  const widths = table.header.map((column, at) => {
    const longest = Math.max(
      column.length,
      ...table.rows.slice(0, 40).map((row) => row.cells[at]?.length ?? 0),
    );
    const characters = Math.min(Math.max(longest, 6), 60);
    return `minmax(${Math.min(characters, 24) * 0.5 + 2}rem, ${characters}fr)`;
  });
  return ["3.25rem", ...widths].join(" ");
}

function scrollTo(box: HTMLElement | null, row: number): void {
  if (box === null) return;
  const start = row * ROW;
  if (start < box.scrollTop) box.scrollTop = start;
  else if (start + 2 * ROW > box.scrollTop + box.clientHeight)
    box.scrollTop = start + 2 * ROW - box.clientHeight;
}

/** Scrolls sideways, so that the row numbers don't cover the cell. */
function keepInSight(box: HTMLElement | null, cell: HTMLElement): void {
  if (box === null) return;
  const numbers = box.querySelector<HTMLElement>(".grid-number")?.offsetWidth ?? 0;
  if (cell.offsetLeft - numbers < box.scrollLeft) box.scrollLeft = cell.offsetLeft - numbers;
  else if (cell.offsetLeft + cell.offsetWidth > box.scrollLeft + box.clientWidth)
    box.scrollLeft = cell.offsetLeft + cell.offsetWidth - box.clientWidth;
}
