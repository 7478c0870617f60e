import type { Discovered } from "../api/types.js";
import { toShellWord } from "../design/shell-word.js";
import { plural } from "../design/words.js";
import { Command } from "../shell/command.js";

type Folder = Discovered["folders"][number];

/** Legacy folders that were not collected, by what one command collects. Collecting copies files, so it is no edit. */
export function Folders({
  found: { folders, totalFolders, foldersPartial },
}: {
  readonly found: Discovered;
}) {
  if (folders.length === 0) return null;
  return (
    <section class="loose">
      <h2>Folders not collected yet</h2>
      <p class="muted">
        Collecting copies the pictures, and writes manifests with what it reads in them. Add --dry-run to see
        that first.
      </p>
      <ul class="found">
        {listRoots(folders).map((root) => (
          <Root key={root} root={root} folders={folders.filter((folder) => folder.root === root)} />
        ))}
      </ul>
      {totalFolders > folders.length ? (
        <p class="muted">
          The first {folders.length} of {totalFolders} are shown.
        </p>
      ) : null}
      {foldersPartial ? (
        <p class="muted">The project has too many files to look at all of them; there may be more.</p>
      ) : null}
    </section>
  );
}

function Root({ root, folders }: { readonly root: string; readonly folders: readonly Folder[] }) {
  const pictures = folders.reduce((sum, folder) => sum + folder.pictures, 0);
  return (
    <li class="change">
      <div>
        <h3>{root}</h3>
        <p class="muted">{plural(pictures, "picture")}</p>
      </div>
      <Command text={`sync collect ${toShellWord(root)}`} />
      <ul class="uncollected">
        {folders.map((folder) => (
          <li key={`${folder.path} ${folder.album?.slug}`}>
            <code>{folder.path}</code> · {plural(folder.pictures, "picture")} <Target folder={folder} />
          </li>
        ))}
      </ul>
    </li>
  );
}

function Target({ folder: { album, rule } }: { readonly folder: Folder }) {
  if (album !== null)
    return (
      <span class="muted">
        → album {album.slug}
        {album.template === null ? "" : `, set template ${album.template}`}
      </span>
    );
  return (
    <>
      <span class="muted">
        No rule matches it{rule === null ? "." : ": add one to collect.rules in sync.config.yaml."}
      </span>
      {rule === null ? null : <Command text={rule} />}
    </>
  );
}

function listRoots(folders: readonly Folder[]): readonly string[] {
  return [...new Set(folders.map(({ root }) => root))];
}
