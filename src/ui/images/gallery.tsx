import { useMemo, useState } from "preact/hooks";
import { type Query, queryText } from "../api/client.js";
import { nsfwMode } from "../design/nsfw.js";
import { Empty, plural } from "../design/words.js";
import { useKeys } from "../shell/keys.js";
import { query as address, setQuery } from "../shell/router.js";
import { canWrite } from "../shell/session.js";
import { type BulkAction, BulkBar } from "./bulk-bar.js";
import { ImageGrid } from "./grid/image-grid.js";
import { ImagePages } from "./grid/image-pages.js";
import { Selection } from "./grid/selection.js";
import { Lightbox } from "./lightbox.js";

/** Keys that edit what is selected. */
const ACTIONS: { readonly [key: string]: BulkAction } = { t: "tag", c: "caption", n: "nsfw" };

/** The images of a query: grid, selection, lightbox, edits of many. */
export function Gallery({ query, label }: { readonly query: Query; readonly label: string }) {
  const asked = nsfwMode.value === "hide" ? { ...query, nsfw: "false" } : query;
  // The text names the query.
  const pages = useMemo(() => new ImagePages(asked), [queryText(asked)]);
  const selection = useMemo(() => new Selection(), []);
  const [action, setAction] = useState<BulkAction | undefined>(undefined);
  const [index, setIndex] = useState<number | undefined>(undefined);
  const linked = Number(address.value.get("id") ?? Number.NaN);
  const total = pages.total.value;
  const edit = (key: string, at: number): boolean => {
    const wanted = ACTIONS[key];
    if (wanted === undefined || !canWrite.value) return false;
    const image = pages.at(at);
    if (selection.count.value === 0 && image !== undefined) selection.toggle(image.id);
    setAction(wanted);
    return true;
  };
  useKeys({ Escape: () => selection.clear() });
  const close = () => {
    setIndex(undefined);
    if (!Number.isNaN(linked)) setQuery({ id: undefined });
  };
  return (
    <>
      {total === 0 ? (
        <Empty title="No images here">
          <p>
            {nsfwMode.value === "hide"
              ? "Images that are not safe for work are hidden."
              : "Nothing fits these filters."}
          </p>
        </Empty>
      ) : (
        <>
          <p class="muted wall-count" aria-live="polite">
            {total === undefined ? " " : plural(total, "image")}
          </p>
          <ImageGrid
            key={queryText(asked)}
            pages={pages}
            selection={selection}
            label={label}
            onOpen={setIndex}
            onKey={(event, at) => {
              if (event.ctrlKey || event.metaKey || event.altKey || !edit(event.key, at)) return;
              event.preventDefault();
              event.stopPropagation();
            }}
          />
        </>
      )}
      <BulkBar pages={pages} selection={selection} action={action} onAction={setAction} />
      {index === undefined && Number.isNaN(linked) ? null : (
        <Lightbox
          pages={pages}
          index={index}
          id={index === undefined ? linked : undefined}
          onMove={setIndex}
          onClose={close}
        />
      )}
    </>
  );
}
