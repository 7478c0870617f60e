import type { AlbumRow } from "../api/types.js";
import { Thumb } from "../design/picture.js";
import { Coverage, Empty, plural, STATE_OPTIONS, StateBadge } from "../design/words.js";
import { VISIBILITY } from "../shell/filters.js";
import { ListPage } from "../shell/list-page.js";

export function AlbumsPage() {
  return (
    <ListPage<AlbumRow>
      title="Albums"
      path="/albums"
      nouns={["album", "album"]}
      filters={[
        { name: "type", label: "Type", valuesOf: ({ type }) => [type ?? ""], show: spaced },
        { name: "template", label: "Template", valuesOf: ({ template }) => [template ?? ""], show: spaced },
        { name: "public", label: "Visibility", options: VISIBILITY },
        { name: "state", label: "State", options: STATE_OPTIONS },
      ]}
      skeleton={{ rows: 8, height: 270, shape: "cards" }}
      nothing={<NoAlbums />}
    >
      {(rows) => (
        <ul class="album-cards">
          {rows.map((album) => (
            <Card key={album.slug ?? album.id} album={album} />
          ))}
        </ul>
      )}
    </ListPage>
  );
}

function Card({ album }: { readonly album: AlbumRow }) {
  return (
    <li class="album-card">
      <div class="cover">{album.cover === null ? <span class="hole" /> : <Thumb id={album.cover} />}</div>
      <a class="row-link" href={`/albums/${encodeURIComponent(album.slug ?? String(album.id))}`}>
        {album.name}
      </a>
      <p class="muted">
        {plural(album.images, "image")}
        {album.type === null ? "" : ` · ${spaced(album.type)}`}
      </p>
      {album.covered === null ? null : <Coverage covered={album.covered} />}
      <p class="badges">
        {album.isPublic ? null : <span class="badge">Private</span>}
        {album.isTrainingSource ? <span class="badge badge-undeclared">Training</span> : null}
        {/* The last, so that it moves no other one when it becomes known. */}
        {album.state === "in-sync" ? null : <StateBadge state={album.state} />}
      </p>
    </li>
  );
}

function NoAlbums() {
  return (
    <Empty title="No albums yet">
      <p>
        Import a folder of pictures with <code>sync collect</code>, or look for albums in the database under{" "}
        <a href="/discover">Discover</a>.
      </p>
    </Empty>
  );
}

/** `lora-test` → `lora test` */
function spaced(name: string): string {
  return name.replaceAll("-", " ");
}
