import { useMemo, useState } from "preact/hooks";
import type { Coverage } from "../api/types.js";
import { Thumb } from "../design/picture.js";
import { WordDiff } from "../design/word-diff.js";
import { plural } from "../design/words.js";
import type { Content } from "./draft/content.js";
import type { Draft } from "./draft/draft.js";
import { textOf, type Values } from "./draft/values.js";
import { fillTemplate, type PromptParts, renderPrompt } from "./form/prompts.js";
import { itemOf } from "./grid/table.js";

/** The prompt of the focused row, with what the unsaved edits change in it, beside the pictures it made. */
export function PromptPanel(props: {
  readonly draft: Draft;
  readonly row: number;
  readonly coverage: Coverage | undefined;
}) {
  const [isThemed, setThemed] = useState(true);
  const { values, table } = props.draft.content.value;
  const base = props.draft.base.value;
  const row = table.rows[props.row];
  if (row === undefined) return <aside class="panel muted">Add an item to see its prompt.</aside>;
  const item = itemOf(table, row);
  const was = row.base === undefined ? undefined : base.table.rows[row.base];
  const theme = isThemed ? textOf(values, "example_theme") : "";
  const after = renderPrompt(partsOf(values), item, theme);
  const before =
    was === undefined
      ? undefined
      : renderPrompt(
          partsOf(base.values),
          itemOf(base.table, was),
          isThemed ? textOf(base.values, "example_theme") : "",
        );
  const name = fillTemplate(textOf(values, "items.key"), item);
  return (
    <aside class="panel" aria-label="Prompt of the focused row">
      <Pictures
        coverage={props.coverage}
        name={
          was === undefined ? name : fillTemplate(textOf(base.values, "items.key"), itemOf(base.table, was))
        }
      />
      <h2>{name || `Row ${props.row + 1}`}</h2>
      <p class="rendered" aria-live="polite">
        {before === undefined || before === after ? after : <WordDiff before={before} after={after} />}
      </p>
      <label class="switch">
        <input
          type="checkbox"
          checked={isThemed}
          onChange={(event) => setThemed(event.currentTarget.checked)}
        />
        With the example theme
      </label>
      <Reach draft={props.draft} />
    </aside>
  );
}

/** How many prompts the unsaved edits change. */
function Reach({ draft }: { readonly draft: Draft }) {
  const base = draft.base.value;
  const content = draft.content.value;
  const changed = useMemo(() => countChanged(base, content), [base, content]);
  if (base.detail.etag === null || content.text !== undefined) return null;
  if (changed === 0) return <p class="muted reach">No prompt changes.</p>;
  return (
    <p class="reach">
      <b>{plural(changed, "prompt")}</b> of {content.table.rows.length} would change.
    </p>
  );
}

function countChanged(base: Content, content: Content): number {
  const before = partsOf(base.values);
  const after = partsOf(content.values);
  const isSameParts = JSON.stringify(before) === JSON.stringify(after);
  return content.table.rows.filter((row) => {
    const was = row.base === undefined ? undefined : base.table.rows[row.base];
    if (was === undefined) return true;
    if (isSameParts && was.cells === row.cells) return false;
    return renderPrompt(after, itemOf(content.table, row)) !== renderPrompt(before, itemOf(base.table, was));
  }).length;
}

function Pictures({ coverage, name }: { readonly coverage: Coverage | undefined; readonly name: string }) {
  const ids = coverage?.albums.flatMap((album) => album.cells[name] ?? []) ?? [];
  if (ids.length === 0)
    return (
      <div class="panel-pictures">
        <div class="hole">No picture yet</div>
      </div>
    );
  return (
    <div class="panel-pictures">
      {ids.slice(0, 2).map((id) => (
        <a key={id} href={`/images?id=${id}`}>
          <Thumb id={id} alt={`Picture of ${name}`} />
        </a>
      ))}
    </div>
  );
}

function partsOf(values: Values): PromptParts {
  return {
    base_prompt: textOf(values, "base_prompt"),
    prompt_template: textOf(values, "prompt_template"),
    style_suffix: textOf(values, "style_suffix"),
  };
}
