import type { BackendAlbum } from "../../engine/edit/backend/backend-album.js";
import type { FileChange } from "../../engine/edit/file-change.js";
import { nameOf } from "../../model/address.js";
import { editing } from "../edit/edits-body.js";
import { savesOf } from "../edit/undo-store.js";
import { HttpProblem } from "../http/problem.js";
import type { Route } from "../http/route.js";
import { ALBUM_MEMBERS } from "../schema/backend.js";
import { ANY, FLAG, nullable, object, parameters, type Schema, TEXT } from "../schema/schema.js";
import type { Site } from "../site/site.js";
import { type AlbumCells, describeAlbum } from "./shapes.js";

const SWITCH: Schema = { enum: [true, false, 0, 1] };
const MAYBE_TEXT = nullable(TEXT);
/** What a client may say. */
const WRITABLE = {
  name: { type: "string", minLength: 1 },
  description: MAYBE_TEXT,
  album_type: MAYBE_TEXT,
  is_public: SWITCH,
  is_training_source: SWITCH,
  is_set_template: SWITCH,
  csv_data: { type: ["string", "array", "null"] },
  base_prompt: MAYBE_TEXT,
  prompt_template: MAYBE_TEXT,
  style_suffix: MAYBE_TEXT,
  example_theme: MAYBE_TEXT,
  lora_config: { type: ["string", "array", "null"] },
  generation_config: { type: ["string", "object", "null"] },
};
/** What clients send back as they got it; it changes nothing. */
const ECHOED = [
  ...["id", "slug", "image_count", "template_item_count", "template_items_preview", "lora_count", "images"],
  ...["created_at", "updated_at", "created_by", "pending", "manifest", "undo", "planId"],
];
const BODY = {
  ...object({}, { ...WRITABLE, ...Object.fromEntries(ECHOED.map((name) => [name, ANY])) }),
  minProperties: 1,
};

const REPLY = object({
  ...ALBUM_MEMBERS,
  id: nullable({ type: "integer" }),
  /** True while the row differs from the manifest, until somebody applies the plan. */
  pending: FLAG,
  manifest: MAYBE_TEXT,
  undo: MAYBE_TEXT,
  planId: MAYBE_TEXT,
});

const REFUSED = {
  403: { description: "The manifest is none that can be edited" },
  409: { description: "The name is taken, or no manifest declares the row" },
  412: { description: "The manifest changed at the same moment" },
  422: { description: "A manifest can't say this, or would be invalid. Nothing was written" },
};

/** Writes the manifest of a new album or set template; its row is made when the plan is applied. */
export const createBackendAlbum: Route = {
  name: "backendCreateAlbum",
  method: "POST",
  path: "/api/albums",
  summary: "Declare an album or set template, as clients of the backend know it",
  access: "write",
  body: BODY,
  replies: { 201: { description: "What was declared; it has no id yet", schema: REPLY }, ...REFUSED },
  handle: ({ body }, site) =>
    editing(async () => {
      const project = await site.openProject();
      const [{ draftManifest }, { readAlbum, toCells }] = await Promise.all([
        import("../../engine/edit/backend/new-album.js"),
        import("../../engine/edit/backend/backend-album.js"),
      ]);
      const sent = body as BackendAlbum;
      const { slug, changes } = await draftManifest(project, sent);
      const saved = await writeChanges(site, changes);
      const cells = {
        ...toCells(readAlbum(sent), null),
        album_type: sent.is_set_template ? "set" : (sent.album_type ?? null),
        is_set_template: sent.is_set_template ? 1 : 0,
        id: null,
      };
      return { status: 201, body: { ...describeAlbum(cells, 0, slug), ...saved } };
    }),
};

/** Edits the manifest of a row; the row follows when the plan is applied. */
export const updateBackendAlbum: Route = {
  name: "backendUpdateAlbum",
  method: "PUT",
  path: "/api/albums/{id}",
  summary: "Edit what declares an album or set template, as clients of the backend know it",
  access: "write",
  params: parameters({ id: { type: "integer", minimum: 0 } }, ["id"]),
  body: BODY,
  replies: {
    200: { description: "The album as it will be once the plan is applied", schema: REPLY },
    404: { description: "There is no such album" },
    ...REFUSED,
  },
  handle: ({ params, body }, site) =>
    editing(async () => {
      const project = await site.openProject();
      const [{ editAlbum }, { toCells }] = await Promise.all([
        import("../../engine/edit/backend/edit-album.js"),
        import("../../engine/edit/backend/backend-album.js"),
      ]);
      const { cells, images, slug, manifest } = await findRow(site, Number(params.id));
      const row = describeAlbum(cells, images, slug) as BackendAlbum;
      const sent = body as BackendAlbum;
      const { changes, values } = editAlbum(project.settings, manifest, row, sent);
      const saved = await writeChanges(site, changes);
      const own = row.generation_config as string | null;
      return {
        status: 200,
        body: { ...describeAlbum({ ...cells, ...toCells(values, own) }, images, slug), ...saved },
      };
    }),
};

interface FoundRow {
  readonly cells: AlbumCells;
  readonly images: number;
  readonly slug: string | null;
  /** Relative to the project folder. */
  readonly manifest: string;
}

/** A row with the manifest that declares it. Throws 404 without a row, 409 without a manifest. */
async function findRow({ browser }: Site, id: number): Promise<FoundRow> {
  const catalog = await browser.openCatalog();
  const [albums, templates] = await Promise.all([catalog.listAlbums({}), catalog.listTemplates({})]);
  const album = albums.find((row) => row.id === id);
  const row = album ?? templates.find((one) => one.id === id);
  const [cells] = await catalog.findAlbumCells([id]);
  if (row === undefined || cells === undefined)
    throw new HttpProblem(404, "album-unknown", "Album not found");
  const { address, slug } = row.entry;
  const kind = album === undefined ? "set-template" : "album";
  const { manifests } = await browser.readManifests();
  const manifest = manifests.find(
    (one) => one.kind === kind && address !== null && one.slug === nameOf(address),
  );
  if (manifest === undefined)
    throw new HttpProblem(409, "album-undeclared", "No manifest declares this album; sync adopt writes one");
  return { cells, images: album?.images ?? 0, slug, manifest: manifest.shown };
}

/** Saves edits, if there are any; the members that tell a client of it. */
async function writeChanges(site: Site, changes: readonly FileChange[]): Promise<object> {
  if (changes.length === 0) return { pending: false, manifest: null, undo: null, planId: null };
  const { undo, planId, files } = await site.edits.save(changes);
  const manifest = files.find(({ path }) => /\.ya?ml$/.test(path)) ?? files[0];
  return {
    pending: true,
    manifest: manifest?.path ?? null,
    undo: savesOf(site).keep(undo),
    planId,
  };
}
