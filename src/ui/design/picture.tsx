import { signal } from "@preact/signals";
import { nsfwIds } from "../api/nsfw-ids.js";
import { nsfwMode } from "./nsfw.js";

/** Pictures that were revealed in this tab, by id. */
const revealed = signal<ReadonlySet<number>>(new Set());

export function reveal(id: number): void {
  revealed.value = new Set([...revealed.value, id]);
}

/**
 * True when the picture must not be seen as it is, so that its original must not be requested either. Until it is known
 * which pictures are safe, none is.
 */
export function isVeiled(id: number): boolean {
  if (nsfwMode.value === "show" || revealed.value.has(id)) return false;
  return nsfwIds.value?.has(id) !== false;
}

/** The thumbnail of an image, blurred while it is veiled. `url`: one that names its bytes, which the browser keeps. */
export function Thumb(props: { readonly id: number; readonly alt?: string; readonly url?: string }) {
  return (
    <img
      class={isVeiled(props.id) ? "thumb veiled" : "thumb"}
      src={props.url ?? `/api/v1/images/${props.id}/thumbnail`}
      alt={props.alt ?? ""}
      decoding="async"
      draggable={false}
    />
  );
}
