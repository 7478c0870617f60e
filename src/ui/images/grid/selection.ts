import { computed, type Signal, signal } from "@preact/signals";

/** Ids that are selected. They stay selected when what is shown is loaded again. */
export class Selection {
  readonly ids: Signal<ReadonlySet<number>> = signal(new Set());
  readonly count = computed(() => this.ids.value.size);

  has(id: number): boolean {
    return this.ids.value.has(id);
  }

  toggle(id: number): void {
    const next = new Set(this.ids.value);
    if (!next.delete(id)) next.add(id);
    this.ids.value = next;
  }

  add(ids: readonly number[]): void {
    this.ids.value = new Set([...this.ids.value, ...ids]);
  }

  clear(): void {
    if (this.ids.peek().size > 0) this.ids.value = new Set();
  }
}
