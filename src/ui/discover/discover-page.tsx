import { useLoad } from "../api/load.js";
import type { Discovered } from "../api/types.js";
import { Thumb } from "../design/picture.js";
import { Empty, ProblemNote, plural, Skeleton } from "../design/words.js";
import { Command } from "../shell/command.js";
import { canWrite } from "../shell/session.js";
import { Folders } from "./folders.js";
import { WriteManifest } from "./write-manifest.js";

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
            {canWrite.value ? <WriteManifest album={album} /> : null}
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
