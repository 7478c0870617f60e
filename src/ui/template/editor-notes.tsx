import { useState } from "preact/hooks";
import type { DriftField, Json, TemplateDetail } from "../api/types.js";
import { Icon } from "../design/icons.js";
import { WordDiff } from "../design/word-diff.js";
import { plural } from "../design/words.js";
import { setQuery } from "../shell/router.js";
import { canWrite } from "../shell/session.js";
import type { Draft } from "./draft/draft.js";
import { forgetDraft, keptDraft } from "./draft/kept-drafts.js";

/** What somebody should know before editing on: a kept draft, other edits on disk, drift, diagnostics. */
export function EditorNotes(props: {
  readonly draft: Draft;
  readonly disk: TemplateDetail;
  readonly conflicts: number;
  readonly onCompare: () => void;
}) {
  const { draft, disk } = props;
  const { detail } = draft.base.value;
  const errors = detail.diagnostics.filter(({ severity }) => severity === "error").length;
  return (
    <>
      <KeptNote draft={draft} />
      {props.conflicts === 0 ? null : (
        <div class="note note-bad" role="alert">
          <Icon name="warning" />
          <p>Changed on disk while you edited: {plural(props.conflicts, "field")} need a decision.</p>
          <button type="button" onClick={props.onCompare}>
            Compare
          </button>
        </div>
      )}
      {errors === 0 ? null : (
        <div class="note note-bad" role="alert">
          <Icon name="warning" />
          <p>
            {detail.diagnostics[0]?.summary}
            {errors > 1 ? `, and ${errors - 1} more` : ""}
          </p>
          <button type="button" onClick={() => setQuery({ tab: "yaml" })}>
            Show in the YAML
          </button>
        </div>
      )}
      {disk.drift === null || disk.drift.length === 0 ? null : <DriftNote draft={draft} drift={disk.drift} />}
    </>
  );
}

function KeptNote({ draft }: { readonly draft: Draft }) {
  const [kept, setKept] = useState(() => keptDraft(draft.base.peek().detail));
  if (kept === undefined || !canWrite.value) return null;
  return (
    <div class="note">
      <Icon name="undo" />
      <p>
        You left edits unsaved here at{" "}
        {new Date(kept.keptAt).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })}.
      </p>
      <button
        type="button"
        onClick={() => {
          draft.restore(kept.content);
          setKept(undefined);
        }}
      >
        Restore them
      </button>
      <button
        type="button"
        class="quiet"
        onClick={() => {
          forgetDraft(draft.base.peek().detail);
          setKept(undefined);
        }}
      >
        Forget them
      </button>
    </div>
  );
}

/** Fields that something else changed in the database, each with the way to keep that. */
function DriftNote({ draft, drift }: { readonly draft: Draft; readonly drift: readonly DriftField[] }) {
  return (
    <details class="note drift" open>
      <summary>
        <b>Drift:</b> the database differs in {plural(drift.length, "field")}. The next apply repairs it.
      </summary>
      <dl>
        {drift.map(({ field, declared, observed }) => (
          <div key={field}>
            <dt>{field}</dt>
            <dd>
              <WordDiff before={show(declared)} after={show(observed)} />
            </dd>
            {canWrite.value && typeof observed !== "object" ? (
              <button type="button" onClick={() => draft.setValue(field, observed, "")}>
                Keep in the manifest
              </button>
            ) : null}
          </div>
        ))}
      </dl>
    </details>
  );
}

function show(value: Json): string {
  return value === null ? "" : typeof value === "string" ? value : JSON.stringify(value);
}
