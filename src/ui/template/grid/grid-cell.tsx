import { useLayoutEffect, useRef } from "preact/hooks";
import type { Cell, Range } from "./grid-state.js";
import type { Table } from "./table.js";

/** What the parts of the grid know of it and do to it. */
export interface GridView {
  readonly table: Table;
  readonly focus: Cell;
  readonly anchor: Cell;
  readonly range: Range;
  readonly pageRows: number;
  readonly isReadOnly: boolean;
  readonly moveTo: (cell: Cell, isExtended?: boolean) => void;
  /** `start`: the text that the editor begins with; undefined: the cell's. */
  readonly startEditing: (start: string | undefined) => void;
  /** `to`: the cell of the new table that takes the focus. */
  readonly change: (table: Table, message?: string, to?: Cell) => void;
  readonly undo: () => void;
  readonly redo: () => void;
}

/** Where the focus goes after an edit. */
interface Step {
  readonly down: number;
  readonly right: number;
}

export function GridCell(props: {
  readonly at: Cell;
  readonly value: string;
  readonly isFocus: boolean;
  readonly isChanged: boolean;
  readonly isDoubled: boolean;
  readonly view: GridView;
  readonly editing: { readonly start: string | undefined } | undefined;
  readonly onCommit: (value: string, step: Step | undefined) => void;
  readonly onCancel: () => void;
}) {
  const { at, view, isFocus, editing } = props;
  const { range } = view;
  const isSelected =
    at.row >= range.top && at.row <= range.bottom && at.column >= range.left && at.column <= range.right;
  const marks = [
    isSelected ? "is-selected" : "",
    props.isChanged ? "is-changed" : "",
    editing ? "is-editing" : "",
  ];
  return (
    // The grid has the keys.
    <span
      class={`cell ${marks.join(" ")}`}
      role="gridcell"
      aria-colindex={at.column + 2}
      aria-selected={isSelected}
      aria-invalid={props.isDoubled ? "true" : undefined}
      tabIndex={isFocus ? 0 : -1}
      onClick={(event) => editing === undefined && view.moveTo(at, event.shiftKey)}
      onDblClick={() => editing === undefined && view.startEditing(undefined)}
    >
      {editing === undefined ? (
        props.value
      ) : (
        <CellEditor
          value={editing.start ?? props.value}
          onCommit={props.onCommit}
          onCancel={props.onCancel}
        />
      )}
    </span>
  );
}

function CellEditor(props: {
  readonly value: string;
  readonly onCommit: (value: string, step: Step | undefined) => void;
  readonly onCancel: () => void;
}) {
  const field = useRef<HTMLTextAreaElement>(null);
  /** Removing the field blurs it, which must not commit what was cancelled. */
  const isDone = useRef(false);
  useLayoutEffect(() => {
    const text = field.current;
    text?.focus();
    text?.setSelectionRange(text.value.length, text.value.length);
  }, []);
  const end = (step: Step | undefined) => {
    if (isDone.current) return;
    isDone.current = true;
    props.onCommit(field.current?.value ?? props.value, step);
  };
  return (
    <textarea
      ref={field}
      class="cell-editor"
      aria-label="Cell"
      defaultValue={props.value}
      rows={Math.min(6, Math.max(1, Math.ceil(props.value.length / 34)))}
      onBlur={() => end(undefined)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") {
          event.preventDefault();
          isDone.current = true;
          props.onCancel();
        } else if (event.key === "Enter" && !event.altKey) {
          event.preventDefault();
          end({ down: event.shiftKey ? -1 : 1, right: 0 });
        } else if (event.key === "Tab") {
          event.preventDefault();
          end({ down: 0, right: event.shiftKey ? -1 : 1 });
        }
      }}
    />
  );
}
