import type { Address } from "../model/address.js";
import type { Change, CreateChange, FieldDiff, Placement, RecordPatch } from "../model/change.js";
import type { Fields } from "../model/resource.js";
import type { SourceRef } from "../model/source.js";

/** What most readers of a plan ask of a new image. */
export type Outline = Pick<CreateChange, "address" | "manifest" | "placements" | "restored">;

/** The outline of a change; null for one that has to be read whole. */
export function outlineOf(change: Change): Outline | null {
  if (change.action !== "create" || change.kind !== "image") return null;
  if (change.order !== undefined || change.prompts !== undefined) return null;
  const { address, manifest, placements, restored } = change;
  return { address, manifest, placements, restored };
}

/** A change that makes an image, as a plan's file has it: beyond its outline read only when it is asked for. */
export class SavedImage implements CreateChange {
  readonly #outline: Outline;
  readonly #readWhole: () => CreateChange;

  constructor(outline: Outline, readWhole: () => CreateChange) {
    this.#outline = outline;
    this.#readWhole = readWhole;
  }

  get action(): "create" {
    return "create";
  }

  get kind(): "image" {
    return "image";
  }

  get address(): Address {
    return this.#outline.address;
  }

  get manifest(): string {
    return this.#outline.manifest;
  }

  get placements(): readonly Placement[] {
    return this.#outline.placements;
  }

  get restored(): boolean {
    return this.#outline.restored;
  }

  get reason(): string {
    return this.#readWhole().reason;
  }

  get source(): SourceRef {
    return this.#readWhole().source as SourceRef;
  }

  get after(): Fields {
    return this.#readWhole().after;
  }

  get initial(): Fields {
    return this.#readWhole().initial;
  }

  get diffs(): readonly FieldDiff[] {
    return this.#readWhole().diffs;
  }

  get record(): RecordPatch {
    return this.#readWhole().record;
  }

  get protect(): boolean {
    return this.#readWhole().protect;
  }

  get filename(): string {
    return this.#readWhole().filename as string;
  }

  get movedFrom(): Address | undefined {
    return this.#readWhole().movedFrom;
  }

  toJSON(): CreateChange {
    return this.#readWhole();
  }
}
