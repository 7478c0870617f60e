import { nsfwMode } from "./nsfw.js";

/** True when the picture must not be seen as it is, so that its original must not be requested either. */
export function isVeiled(image: { readonly isNsfw: boolean }): boolean {
  return image.isNsfw && nsfwMode.value !== "show";
}

/** The thumbnail of an image. */
export function Thumb(props: { readonly id: number; readonly alt?: string; readonly veiled?: boolean }) {
  return (
    <img
      class={props.veiled === true ? "thumb veiled" : "thumb"}
      src={`/api/v1/images/${props.id}/thumbnail`}
      alt={props.alt ?? ""}
      loading="lazy"
      decoding="async"
      draggable={false}
    />
  );
}
