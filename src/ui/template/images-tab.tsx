import type { Coverage } from "../api/types.js";
import { Thumb } from "../design/picture.js";
import { Empty, Skeleton } from "../design/words.js";

/** Every item in every album of the set: its picture, or a dashed hole where there is none. */
export function ImagesTab({ coverage }: { readonly coverage: Coverage | undefined }) {
  if (coverage === undefined) return <Skeleton rows={3} height={260} />;
  if (coverage.albums.length === 0)
    return (
      <Empty title="No album shows this set yet">
        <p>
          Render its prompts with <code>sync render</code>, generate the images, then import them with{" "}
          <code>sync collect</code>.
        </p>
      </Empty>
    );
  return (
    <div class="covered-albums">
      {coverage.albums.map((album) => (
        <section key={album.slug ?? album.name} aria-label={album.name}>
          <h2>
            <a href={`/albums/${encodeURIComponent(album.slug ?? album.name)}`}>{album.name}</a>{" "}
            <span class="muted">
              {coverage.items.filter((item) => (album.cells[item] ?? []).length > 0).length} of{" "}
              {coverage.items.length}
            </span>
          </h2>
          <ul class="slots">
            {coverage.items.map((item) => (
              <li key={item}>
                <Slot ids={album.cells[item] ?? []} item={item} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Slot({ ids, item }: { readonly ids: readonly number[]; readonly item: string }) {
  const [id] = ids;
  if (id === undefined)
    return (
      <span class="slot">
        <span class="hole" />
        <small>
          {item}
          <span class="unseen"> is missing</span>
        </small>
      </span>
    );
  return (
    <a class="slot" href={`/images?id=${id}`}>
      <Thumb id={id} />
      {ids.length > 1 ? <em class="count">×{ids.length}</em> : null}
      <small>{item}</small>
    </a>
  );
}
