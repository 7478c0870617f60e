import { useEffect, useState } from "preact/hooks";
import { get, segment } from "../api/client.js";
import { changes } from "../api/events.js";
import { useLoad } from "../api/load.js";
import type { Coverage, TemplateDetail } from "../api/types.js";
import { plural, StateBadge } from "../design/words.js";
import { openReview } from "../review/review.js";
import { useKeys } from "../shell/keys.js";
import { navigate, query, setQuery } from "../shell/router.js";
import { canWrite } from "../shell/session.js";
import { notify } from "../shell/toasts.js";
import { CompareSheet } from "./compare-sheet.js";
import { Draft } from "./draft/draft.js";
import { type Choices, mergeContent } from "./draft/merge.js";
import { textOf } from "./draft/values.js";
import { EditBar } from "./edit-bar.js";
import { EditorNotes } from "./editor-notes.js";
import { FormTab } from "./form/form-tab.js";
import type { Cell } from "./grid/grid-state.js";
import { ImagesTab } from "./images-tab.js";
import { PromptPanel } from "./prompt-panel.js";
import { YamlTab } from "./yaml-tab.js";

const TABS = [
  ["form", "Form"],
  ["yaml", "YAML"],
  ["images", "Images"],
] as const;

export function TemplateEditor({ draft, disk }: { readonly draft: Draft; readonly disk: TemplateDetail }) {
  const base = draft.base.value;
  const { detail } = base;
  const isNew = detail.etag === null;
  const { values, text } = draft.content.value;
  const [focus, setFocus] = useState<Cell>({ row: 0, column: 0 });
  const { data: coverage } = useLoad<Coverage>(
    isNew || detail.declared === null ? undefined : `/templates/${segment(detail.slug)}/coverage`,
  );
  const conflict = useDisk(draft, disk);
  const isForm = detail.declared !== null && text === undefined;
  const asked = query.value.get("tab");
  const tab = asked === "yaml" || asked === "images" ? asked : detail.declared === null ? "yaml" : "form";
  const review = () => {
    if (!draft.isDirty.peek()) return notify("Nothing is changed yet");
    openReview({
      title: isNew ? "Review the new template" : `Review “${textOf(values, "name")}”`,
      edits: draft.edits.peek(),
      onSaved: () => void settle(draft),
      onStale: conflict.look,
    });
  };
  useKeys({
    "Ctrl+s": review,
    "Ctrl+z": (event) => (event.shiftKey ? draft.redo() : draft.undo()),
    "Ctrl+y": () => draft.redo(),
  });
  return (
    <div class="page editor">
      <header class="page-head">
        <div>
          <p class="crumb">
            <a href="/templates">Templates</a>
          </p>
          <h1>{textOf(values, "name") || detail.slug}</h1>
          <p class="muted meta">
            <code>{detail.file ?? "no manifest"}</code>
            {detail.albums.length === 0 ? null : <span>{plural(detail.albums.length, "album")}</span>}
            {isNew ? <span class="badge">New</span> : <StateBadge state={disk.state} />}
          </p>
        </div>
        <div class="tabs" role="tablist" aria-label="Views" onKeyDown={moveTab}>
          {TABS.map(([name, label]) => (
            <button
              key={name}
              type="button"
              role="tab"
              id={`tab-${name}`}
              aria-controls="tab-panel"
              aria-selected={tab === name}
              tabIndex={tab === name ? 0 : -1}
              onClick={() => setQuery({ tab: name === "form" ? undefined : name })}
            >
              {label}
            </button>
          ))}
        </div>
      </header>
      <EditorNotes draft={draft} disk={disk} conflicts={conflict.count} onCompare={conflict.show} />
      <div
        role="tabpanel"
        id="tab-panel"
        aria-labelledby={`tab-${tab}`}
        class={tab === "form" && isForm ? "split" : ""}
      >
        {tab === "yaml" ? <YamlTab draft={draft} line={lineOf(detail)} /> : null}
        {tab === "images" ? <ImagesTab coverage={coverage} /> : null}
        {tab === "form" && isForm ? (
          <>
            <FormTab draft={draft} focus={focus} onFocus={setFocus} />
            <PromptPanel draft={draft} row={focus.row} coverage={coverage} />
          </>
        ) : null}
        {tab === "form" && !isForm ? <FormClosed draft={draft} /> : null}
      </div>
      {canWrite.value && (draft.isDirty.value || draft.canUndo.value || draft.canRedo.value) ? (
        <EditBar draft={draft} onReview={review} />
      ) : null}
      {conflict.sheet}
    </div>
  );
}

/** The form rests while the manifest is edited as text, and while it can't be read. */
function FormClosed({ draft }: { readonly draft: Draft }) {
  const isTyped = draft.content.value.text !== undefined;
  return (
    <div class="empty">
      <h2>{isTyped ? "The YAML has unsaved edits" : "The manifest can’t be read"}</h2>
      <p>
        {isTyped
          ? "Save them, or drop them to edit in the form."
          : "Correct it in the YAML tab; the form is back then."}
      </p>
      {isTyped ? (
        <button type="button" onClick={() => draft.change({ text: undefined })}>
          Drop the edits of the YAML
        </button>
      ) : null}
      <button type="button" class="primary" onClick={() => setQuery({ tab: "yaml" })}>
        Open the YAML
      </button>
    </div>
  );
}

/** Follows the files on disk: clean drafts take them over, dirty ones are put together with them, or ask. */
function useDisk(draft: Draft, disk: TemplateDetail) {
  const [isOpen, setOpen] = useState(false);
  const isOther = !isSameFiles(draft.base.value.detail, disk) && draft.base.value.detail.etag !== null;
  const fresh = isOther ? new Draft(disk) : undefined;
  const merged =
    fresh === undefined ? undefined : mergeContent(draft.base.value, draft.content.value, fresh.base.value);
  const conflicts = merged?.conflicts ?? [];
  const take = (choices: Choices) => {
    draft.rebase(
      disk,
      (base) => mergeContent(draft.base.peek(), draft.content.peek(), base, choices).content,
    );
    setOpen(false);
  };
  // What differs is named by the tags of the files.
  useEffect(() => {
    if (!isOther || draft.isSaving) return;
    if (!draft.isDirty.peek()) draft.rebase(disk);
    else if (conflicts.length === 0) {
      take({});
      notify("Changed on disk. Your edits were kept and put on top.");
    }
  }, [disk.etag, disk.csv?.etag]);
  return {
    count: conflicts.length,
    show: () => setOpen(true),
    look: () => {
      // The events bring the file as it is; the comparison opens as soon as they did.
      setOpen(true);
      changes.value += 1;
    },
    sheet:
      isOpen && conflicts.length > 0 ? (
        <CompareSheet conflicts={conflicts} onClose={() => setOpen(false)} onChosen={take} />
      ) : null,
  };
}

/** After a save: begins again from what is on disk now. */
async function settle(draft: Draft): Promise<void> {
  draft.isSaving = true;
  const { slug } = draft.base.peek().detail;
  const isNew = draft.base.peek().detail.etag === null;
  try {
    draft.forget();
    draft.rebase(await get<TemplateDetail>(`/templates/${segment(slug)}`));
  } finally {
    draft.isSaving = false;
  }
  if (isNew) navigate(`/templates/${segment(slug)}`, true);
}

function isSameFiles(a: TemplateDetail, b: TemplateDetail): boolean {
  return a.etag === b.etag && a.csv?.etag === b.csv?.etag;
}

/** Where an invalid manifest is wrong. */
function lineOf(detail: TemplateDetail): number | undefined {
  return detail.diagnostics.find(({ severity }) => severity === "error")?.source?.line;
}

function moveTab(event: KeyboardEvent): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step === undefined || !(event.currentTarget instanceof HTMLElement)) return;
  const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')];
  const next = tabs[(tabs.indexOf(document.activeElement as HTMLElement) + step + tabs.length) % tabs.length];
  next?.focus();
  next?.click();
}
