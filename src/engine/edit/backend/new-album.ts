import { join, relative } from "node:path";
import { chooseKey } from "../../../collect/old-set.js";
import { renderManifest } from "../../../manifest/edit/render.js";
import { formatCsv } from "../../../manifest/text/csv-write.js";
import type { JsonObject } from "../../../model/json.js";
import type { Item } from "../../../model/prompt.js";
import { readNewName, refuseDeclared } from "../../new/new-name.js";
import { usageFailure } from "../../project/failure.js";
import { type Project, readEstate } from "../../project/project.js";
import { findSchemas } from "../../project/schemas.js";
import type { FileChange } from "../file-change.js";
import { type AlbumValues, type BackendAlbum, readAlbum } from "./backend-album.js";

/** A new album or set template, and the files that declare it. */
interface NewManifest {
  readonly slug: string;
  readonly changes: readonly FileChange[];
}

/**
 * The files of an album or set template that a client of the backend makes. Throws a usage failure for a bad name, and a
 * refusal when the name is taken.
 */
export async function draftManifest(project: Project, sent: BackendAlbum): Promise<NewManifest> {
  const { settings } = project;
  const values = readAlbum(sent);
  if (values.name === undefined) throw usageFailure("an album needs a name", "Send name.");
  const kind = sent.is_set_template ? "set-template" : "album";
  // In names of people a slash separates nothing.
  const { slug } = readNewName(kind, values.name.replaceAll("/", " "));
  refuseDeclared(await readEstate(project), kind, slug);
  const folder = join(settings.manifestDirs[0] as string, kind === "album" ? "albums" : "sets");
  const manifest = join(folder, `${slug}.yaml`);
  const { items = [], ...rest } = values;
  const csv = join(settings.projectDir, "data", "sets", `${slug}.csv`);
  const table = kind === "set-template" && items.length > 0 ? tabulate(items) : undefined;
  const declared = {
    ...(kind === "album" ? declareAlbum(values) : { kind, ...leaveOutEmpty(rest) }),
    slug,
    ...(table && {
      items: {
        csv: relative(folder, csv),
        key: chooseKey(table[0], items, values.prompt_template ?? undefined),
      },
    }),
  } as JsonObject;
  const [{ text }] = renderManifest(manifest, declared, findSchemas(settings.projectDir));
  const show = (file: string) => relative(settings.projectDir, file);
  return {
    slug,
    changes: [
      { file: show(manifest), etag: null, text },
      ...(table ? [{ file: show(csv), etag: null, text: formatCsv(table, "\n") }] : []),
    ],
  };
}

function declareAlbum(values: AlbumValues): object {
  const { name, description, type, public: isPublic, training_source, ...others } = values;
  const given = Object.keys(leaveOutEmpty(others as AlbumValues));
  if (given.length > 0)
    throw usageFailure(`an album has no ${given.join(", ")}`, "Send is_set_template with a set template.");
  return {
    kind: "album",
    ...leaveOutEmpty({ name, description, type, public: isPublic, training_source } as AlbumValues),
    images: [],
  };
}

function leaveOutEmpty(values: Omit<AlbumValues, "items">): object {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => {
      if (value === null || value === undefined) return false;
      return typeof value !== "object" || Object.keys(value).length > 0;
    }),
  );
}

function tabulate(items: readonly Item[]): readonly [readonly string[], ...(readonly string[])[]] {
  return [Object.keys(items[0] ?? {}), ...items.map((item) => Object.values(item))];
}
