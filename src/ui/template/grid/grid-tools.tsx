import { useState } from "preact/hooks";
import { Icon, type IconName } from "../../design/icons.js";
import type { GridView } from "./grid-cell.js";
import { addRow, removeRows, shiftRows } from "./grid-keys.js";
import { fillDown } from "./grid-state.js";

/** What can be done with rows, for those who don't know the keys. */
export function GridTools({ view }: { readonly view: GridView }) {
  const tools: readonly (readonly [icon: IconName, label: string, keys: string, act: () => void])[] = [
    ["plus", "Add row", "Insert", () => addRow(view)],
    ["up", "Move up", "Alt+↑", () => shiftRows(view, -1)],
    ["down", "Move down", "Alt+↓", () => shiftRows(view, 1)],
    ["fill", "Fill down", "Ctrl+D", () => view.change(fillDown(view.table, view.range), "Filled down")],
    ["trash", "Delete row", "Alt+Delete", () => removeRows(view)],
  ];
  return (
    <div class="grid-tools" role="toolbar" aria-label="Rows">
      {tools.map(([icon, label, keys, act]) => (
        <button
          key={label}
          type="button"
          class="quiet"
          title={`${label} (${keys})`}
          aria-keyshortcuts={keys}
          onClick={act}
        >
          <Icon name={icon} />
          <span>{label}</span>
        </button>
      ))}
      <AddColumn view={view} />
    </div>
  );
}

function AddColumn({ view }: { readonly view: GridView }) {
  const [name, setName] = useState<string | undefined>(undefined);
  if (name === undefined)
    return (
      <button type="button" class="quiet" onClick={() => setName("")}>
        <Icon name="plus" />
        <span>Add column</span>
      </button>
    );
  const isTaken = view.table.header.includes(name.trim());
  return (
    <form
      class="inline-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() === "" || isTaken) return;
        const { header, rows } = view.table;
        view.change(
          {
            header: [...header, name.trim()],
            rows: rows.map((row) => ({ ...row, cells: [...row.cells, ""] })),
          },
          `Added column ${name.trim()}`,
        );
        setName(undefined);
      }}
      onKeyDown={(event) => event.key === "Escape" && setName(undefined)}
    >
      <input
        aria-label="Name of the column"
        placeholder="column_name"
        aria-invalid={isTaken}
        value={name}
        ref={(field) => field?.focus()}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <button type="submit" class="quiet">
        Add
      </button>
    </form>
  );
}
