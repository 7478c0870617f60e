import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { FileEdit } from "../../api/edit-types.js";
import type { TemplateDetail } from "../../api/types.js";
import { type Table, tableOf, withIdsOf, withShownIds } from "../grid/table.js";
import type { Base, Content } from "./content.js";
import { editsBetween } from "./edits.js";
import { forgetDraft, keepDraft } from "./kept-drafts.js";
import { readValues, type Values } from "./values.js";

/** Edits of one template that were not saved yet, with their history. */
export class Draft {
  readonly base: Signal<Base>;
  readonly content: Signal<Content>;
  readonly #past = signal<readonly Content[]>([]);
  readonly #future = signal<readonly Content[]>([]);
  /** What the last step changed: typing on in the same place is one step. */
  #place = "";
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** True between a save and what it wrote being read again. */
  isSaving = false;
  readonly canUndo = computed(() => this.#past.value.length > 0);
  readonly canRedo = computed(() => this.#future.value.length > 0);
  readonly edits: ReadonlySignal<readonly FileEdit[]> = computed(() =>
    editsBetween(this.base.value, this.content.value),
  );
  readonly isDirty = computed(() => this.edits.value.length > 0);

  constructor(detail: TemplateDetail) {
    const base = baseOf(detail);
    this.base = signal(base);
    this.content = signal<Content>(contentOf(base));
  }

  /** Starts from what is on disk; `content`: edits to keep. */
  rebase(detail: TemplateDetail, content?: (base: Base) => Content): void {
    const base = baseOf(detail, this.content.peek().table);
    // Edits are carried over from the old base, which must still stand then.
    const next = content === undefined ? contentOf(base) : content(base);
    this.base.value = base;
    this.content.value = next;
    this.#past.value = [];
    this.#future.value = [];
    this.#place = "";
  }

  /** Makes one step. `place`: the field or cell; steps at the same place that follow each other are undone together. */
  change(change: Partial<Content>, place = ""): void {
    if (place === "" || place !== this.#place)
      this.#past.value = [...this.#past.value.slice(-MOST_STEPS), this.content.value];
    this.#place = place;
    this.#future.value = [];
    this.content.value = { ...this.content.value, ...change };
    this.#keep();
  }

  setValue(field: string, value: Values[string], place = field): void {
    this.change({ values: { ...this.content.value.values, [field]: value } }, place);
  }

  undo(): void {
    this.#step(this.#past, this.#future);
  }

  redo(): void {
    this.#step(this.#future, this.#past);
  }

  discard(): void {
    this.change({ values: this.base.value.values, table: this.base.value.table, text: undefined });
  }

  /** Takes over edits that another visit to the page kept. */
  restore(kept: Content): void {
    const table = withIdsOf(this.base.peek().table, kept.table);
    this.change({ values: kept.values, table, text: kept.text });
  }

  /** Removes what was kept of these edits for another visit. */
  forget(): void {
    clearTimeout(this.#timer);
    forgetDraft(this.base.peek().detail);
  }

  #step(from: Signal<readonly Content[]>, to: Signal<readonly Content[]>): void {
    const next = from.value.at(-1);
    if (next === undefined) return;
    from.value = from.value.slice(0, -1);
    to.value = [...to.value, this.content.value];
    this.content.value = next;
    this.#place = "";
    this.#keep();
  }

  /** Once nobody types: writing a large table takes longer than a key should. */
  #keep(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.keepNow(), REST_MS);
  }

  /** Keeps the edits for another visit to the page. */
  keepNow(): void {
    clearTimeout(this.#timer);
    if (this.isDirty.peek()) keepDraft(this.base.peek().detail, this.content.peek());
    else forgetDraft(this.base.peek().detail);
  }
}

const MOST_STEPS = 200;
const REST_MS = 300;

function baseOf(detail: TemplateDetail, shown?: Table): Base {
  const values = readValues(detail.declared ?? {});
  const table = tableOf(detail.csv, detail.declared);
  return { values, table: shown === undefined ? table : withShownIds(shown, table), text: undefined, detail };
}

function contentOf({ values, table, text }: Base): Content {
  return { values, table, text };
}
