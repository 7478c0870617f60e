import { segment } from "../api/client.js";
import { lacksState, useLoad } from "../api/load.js";
import type { AlbumDetail } from "../api/types.js";
import { Coverage, Empty, ProblemNote, StateBadge } from "../design/words.js";
import { Gallery } from "../images/gallery.js";
import { query, setQuery } from "../shell/router.js";
import { ExportReadiness } from "./export-readiness.js";

/** Labels that are offered as filters: those on the most images. */
const MOST_LABELS = 24;

export function AlbumPage({ slug }: { readonly slug: string }) {
  const { data, problem } = useLoad<AlbumDetail>(`/albums/${segment(slug)}`, { manifest: false }, lacksState);
  const label = query.value.get("label") ?? "";
  if (problem?.status === 404)
    return (
      <Empty isPage title={`There is no album “${slug}”`}>
        <a class="button" href="/albums">
          All albums
        </a>
      </Empty>
    );
  // The pictures don't wait for what is known of the album: counting labels takes longer.
  return (
    <div class="page">
      <header class="page-head album-head">
        <div>
          <p class="crumb">
            <a href="/albums">Albums</a>
          </p>
          <h1>{data?.name ?? slug}</h1>
          {data === undefined ? null : <Meta album={data} />}
        </div>
        {data?.covered == null ? null : <Coverage covered={data.covered} />}
      </header>
      {problem === undefined ? null : <ProblemNote problem={problem} />}
      {data?.file == null ? null : <ExportReadiness slug={slug} />}
      {data === undefined ? <div class="label-row" /> : <LabelRow album={data} chosen={label} />}
      <Gallery query={{ album: slug, label }} label={`Images of ${data?.name ?? slug}`} />
    </div>
  );
}

function Meta({ album }: { readonly album: AlbumDetail }) {
  return (
    <>
      <p class="muted meta">
        <code>{album.file ?? "no manifest"}</code>
        {album.isPublic ? null : <span class="badge">Private</span>}
        {album.template === null ? null : (
          <a href={`/templates/${segment(album.template)}?tab=images`}>{album.template}</a>
        )}
        <StateBadge state={album.state} />
      </p>
      {album.description ? <p class="album-about">{album.description}</p> : null}
    </>
  );
}

function LabelRow({ album, chosen }: { readonly album: AlbumDetail; readonly chosen: string }) {
  const labels = [...album.labels].sort((a, b) => b.images - a.images).slice(0, MOST_LABELS);
  if (labels.length === 0) return null;
  return (
    <div class="label-row" role="group" aria-label="Labels">
      {labels.map(({ text, images }) => (
        <button
          key={text}
          type="button"
          class="quiet"
          aria-pressed={chosen === text}
          onClick={() => setQuery({ label: chosen === text ? undefined : text })}
        >
          {text} <small class="muted">{images}</small>
        </button>
      ))}
    </div>
  );
}
