import { useMemo } from "preact/hooks";
import { Icon } from "../../design/icons.js";
import { canWrite } from "../../shell/session.js";
import type { Draft } from "../draft/draft.js";
import { isSame, textOf } from "../draft/values.js";
import type { Cell } from "../grid/grid-state.js";
import { ItemGrid } from "../grid/item-grid.js";
import { itemOf, type Table } from "../grid/table.js";
import { CheckField, NumberField, TextField } from "./fields.js";
import { LoraFields } from "./lora-fields.js";
import { PromptField } from "./prompt-field.js";
import { foldKey } from "./prompts.js";
import { describe } from "./schema.js";

const SETTINGS = ["width", "height", "steps", "guidance_scale"];

export function FormTab(props: {
  readonly draft: Draft;
  readonly focus: Cell;
  readonly onFocus: (cell: Cell) => void;
}) {
  const { draft } = props;
  const { values, table } = draft.content.value;
  const base = draft.base.value;
  const isNew = base.detail.etag === null;
  const isReadOnly = !canWrite.value;
  const key = textOf(values, "items.key");
  const doubled = useMemo(() => findDoubled(table, key), [table, key]);
  // Typing in a field above does not draw the grid again.
  const grid = useMemo(
    () => (
      <ItemGrid
        table={table}
        base={base.table}
        isReadOnly={isReadOnly}
        doubled={doubled}
        focus={props.focus}
        onFocus={props.onFocus}
        onChange={(next) => draft.change({ table: next })}
        onReplace={isNew ? (next) => replaceTable(draft, next) : undefined}
        onUndo={() => draft.undo()}
        onRedo={() => draft.redo()}
      />
    ),
    [draft, table, base.table, isReadOnly, doubled, props.focus, isNew],
  );
  const bind = (field: string) => ({
    value: textOf(values, field),
    isChanged: !isNew && !isSame(values[field], base.values[field]),
    isReadOnly,
    onFix: (value: string) => draft.setValue(field, value, ""),
    onChange: (value: string) =>
      draft.setValue(field, value === "" && base.values[field] === undefined ? undefined : value),
  });
  return (
    <div class="form">
      <section aria-labelledby="prompt-title">
        <h2 id="prompt-title">Prompt</h2>
        <PromptField
          label="Base prompt"
          help={describe("base_prompt")}
          columns={undefined}
          {...bind("base_prompt")}
        />
        <PromptField
          label="Prompt template"
          help={describe("prompt_template")}
          columns={table.header}
          {...bind("prompt_template")}
        />
        <PromptField
          label="Style suffix"
          help={describe("style_suffix")}
          columns={undefined}
          {...bind("style_suffix")}
        />
        <PromptField
          label="Negative prompt"
          help={describe("generation", "negative_prompt")}
          columns={undefined}
          {...bind("generation.negative_prompt")}
        />
        <TextField label="Example theme" help={describe("example_theme")} {...bind("example_theme")} />
      </section>

      <section aria-labelledby="items-title">
        <div class="section-head">
          <h2 id="items-title">
            Items <span class="muted">{table.rows.length}</span>
          </h2>
          {doubled.size > 0 ? (
            <p class="fix" role="alert">
              <Icon name="warning" /> {doubled.size} rows share a name
            </p>
          ) : null}
        </div>
        <PromptField
          label="Name of an item"
          help={describe("items", "key")}
          columns={table.header}
          {...bind("items.key")}
        />
        {grid}
        {isReadOnly ? null : (
          <p class="help keys">
            <kbd>F2</kbd> or <kbd>Enter</kbd> edits, <kbd>Esc</kbd> cancels, <kbd>Shift</kbd> + arrows select,{" "}
            <kbd>Ctrl</kbd> <kbd>D</kbd> fills down. Paste rows straight from a spreadsheet.
          </p>
        )}
      </section>

      <section aria-labelledby="settings-title">
        <h2 id="settings-title">Settings</h2>
        <div class="field-row">
          {SETTINGS.map((setting) => (
            <NumberField
              key={setting}
              label={LABELS[setting] ?? setting}
              help={describe("generation", setting)}
              value={values[`generation.${setting}`]}
              isWhole={setting !== "guidance_scale"}
              isChanged={
                !isNew && !isSame(values[`generation.${setting}`], base.values[`generation.${setting}`])
              }
              isReadOnly={isReadOnly}
              onChange={(value) => draft.setValue(`generation.${setting}`, value)}
            />
          ))}
        </div>
        <LoraFields draft={draft} isReadOnly={isReadOnly} />
      </section>

      <section aria-labelledby="about-title">
        <h2 id="about-title">About</h2>
        <TextField label="Name" help={describe("name")} {...bind("name")} />
        <TextField label="Description" help={describe("description")} {...bind("description")} />
        {(["public", "training_source", "protect"] as const).map((field) => (
          <CheckField
            key={field}
            label={LABELS[field] ?? field}
            help={describe(field)}
            value={values[field] === true}
            isChanged={!isNew && !isSame(values[field], base.values[field])}
            isReadOnly={isReadOnly}
            onChange={(value) => draft.setValue(field, value, "")}
          />
        ))}
      </section>
    </div>
  );
}

const LABELS: { readonly [field: string]: string } = {
  width: "Width",
  height: "Height",
  steps: "Steps",
  guidance_scale: "Guidance scale",
  public: "Public",
  training_source: "Training source",
  protect: "Protect from deletion",
};

/** Ids of rows whose item's name, in one form and case, another row has too. */
function findDoubled(table: Table, key: string): ReadonlySet<number> {
  const first = new Map<string, number>();
  const doubled = new Set<number>();
  for (const row of table.rows) {
    const name = foldKey(key, itemOf(table, row));
    if (name === "" || key === "") continue;
    const other = first.get(name);
    if (other === undefined) first.set(name, row.id);
    else doubled.add(row.id).add(other);
  }
  return doubled;
}

/** A pasted table brings its columns: what still is as a new template has it then names the first one. */
function replaceTable(draft: Draft, table: Table): void {
  const { values } = draft.content.value;
  const base = draft.base.value.values;
  const named = `{${table.header[0]}}`;
  const all = table.header.map((column) => `{${column}}`).join(", ");
  draft.change({
    table,
    values: {
      ...values,
      ...(isSame(values["items.key"], base["items.key"]) ? { "items.key": named } : {}),
      ...(isSame(values.prompt_template, base.prompt_template) ? { prompt_template: all } : {}),
    },
  });
}
