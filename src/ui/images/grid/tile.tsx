import type { ImageRow } from "../../api/types.js";
import { Icon } from "../../design/icons.js";
import { isVeiled, Thumb } from "../../design/picture.js";

/** One picture of the grid; grey until its row came. */
export function Tile(props: {
  readonly index: number;
  readonly total: number;
  readonly image: ImageRow | undefined;
  readonly isFocus: boolean;
  readonly isSelected: boolean;
  readonly isSelecting: boolean;
  readonly onToggle: (event: MouseEvent) => void;
  readonly onOpen: () => void;
}) {
  const { image } = props;
  const isHidden = image !== undefined && isVeiled(image.id);
  return (
    // The list has the keys.
    <div
      class={`tile${props.isSelected ? " is-selected" : ""}`}
      role="option"
      aria-selected={props.isSelected}
      aria-setsize={props.total}
      aria-posinset={props.index + 1}
      aria-label={labelOf(image, isHidden)}
      data-index={props.index}
      tabIndex={props.isFocus ? 0 : -1}
      onClick={(event) => {
        const isMark = event.target instanceof Element && event.target.closest(".tile-mark") !== null;
        if (isMark || event.shiftKey || event.ctrlKey || event.metaKey || props.isSelecting)
          props.onToggle(event);
        else props.onOpen();
      }}
    >
      {image === undefined ? null : <Thumb id={image.id} url={image.thumbnailUrl} />}
      <span class="tile-mark" aria-hidden="true">
        {props.isSelected ? <Icon name="check" /> : null}
      </span>
      {isHidden ? <span class="badge tile-note">NSFW</span> : null}
      {image !== undefined && image.declaredIn === null ? (
        <span class="badge badge-undeclared tile-note">Undeclared</span>
      ) : null}
    </div>
  );
}

/** Begins with what stands on the tile, so that it can be named by voice. */
function labelOf(image: ImageRow | undefined, isHidden: boolean): string {
  if (image === undefined) return "Loading";
  const marks = [isHidden ? "NSFW" : "", image.declaredIn === null ? "Undeclared" : ""].filter(Boolean);
  return [...marks, image.item ?? image.filename].join(" ");
}
