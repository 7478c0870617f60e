import type { FileEdit } from "../api/edit-types.js";
import { useLoad } from "../api/load.js";
import type { Discovered } from "../api/types.js";
import { Thumb } from "../design/picture.js";
import { slugOf } from "../design/slug.js";
import { Empty, ProblemNote, plural, Skeleton } from "../design/words.js";
import { openReview } from "../review/review.js";
import { Command } from "../shell/command.js";
import { canWrite } from "../shell/session.js";
import { Folders } from "./folders.js";

/** What the database and legacy folders hold and no manifest declares. */
export function DiscoverPage() {
  const { data, problem } = useLoad<Discovered>("/discover");
  return (
    <div class="page">
      <header class="page-head">
        <div>
          <h1>Discover</h1>
          <p class="muted">What the database and legacy folders hold and no manifest declares.</p>
        </div>
      </header>
      {problem === undefined ? null : <ProblemNote problem={problem} />}
      {data === undefined && problem === undefined ? <Skeleton rows={2} height={220} /> : null}
      {data === undefined ? null : <Found found={data} />}
    </div>
  );
}

function Found({ found }: { readonly found: Discovered }) {
  if (found.albums.length === 0 && found.totalImages === 0 && found.totalFolders === 0)
    return (
      <Empty title="Everything is declared">
        <p>
          Albums that somebody makes in the web backend appear here, and folders of legacy pictures in the
          project.
        </p>
      </Empty>
    );
  return (
    <>
      <ul class="found">
        {found.albums.map((album) => (
          <li key={`${album.kind} ${album.id}`} class="change">
            <div class="found-pictures">
              {album.shown.slice(0, 6).map((id) => (
                <Thumb key={id} id={id} />
              ))}
              {album.shown.length === 0 ? <span class="hole" /> : null}
            </div>
            <div>
              <h2>{album.name}</h2>
              <p class="muted">
                {album.kind === "set-template" ? "Set template" : plural(album.images, "image")}
                {album.type === null ? "" : ` · ${album.type}`}
              </p>
            </div>
            {canWrite.value ? <Adopt album={album} /> : null}
          </li>
        ))}
      </ul>
      {found.totalImages === 0 ? null : (
        <section class="loose">
          <h2>{plural(found.totalImages, "image")} without an owner</h2>
          <div class="found-pictures">
            {found.images.slice(0, 24).map((id) => (
              <Thumb key={id} id={id} />
            ))}
          </div>
          <Command text="sync adopt --all --loose" />
        </section>
      )}
      <Folders found={found} />
    </>
  );
}

/** A template's manifest needs nothing but its name; that of an album lists files, which the command reads. */
function Adopt({ album }: { readonly album: Discovered["albums"][number] }) {
  const slug = album.slug ?? slugOf(album.name);
  if (album.kind === "album") return <Command text={`sync adopt album:${slug}`} />;
  const edit: FileEdit = {
    file: `manifests/sets/${slug}.yaml`,
    etag: null,
    text: `kind: set-template\nslug: ${slug}\nadopts: ${JSON.stringify(album.name)}\nname: ${JSON.stringify(album.name)}\n`,
  };
  return (
    <button
      type="button"
      onClick={() =>
        openReview({ title: `Review the manifest of “${album.name}”`, edits: [edit], onSaved: () => {} })
      }
    >
      Write manifest
    </button>
  );
}
