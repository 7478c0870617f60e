import type { Touched } from "../../apply/ports.js";
import { kindOf } from "../../model/address.js";
import type { OldPlace, Previous } from "../../model/history.js";
import { canonicalJson, isJsonObject, type Json } from "../../model/json.js";
import type { Fields } from "../../model/resource.js";
import { guardOf } from "../backend/columns.js";
import { SYNC_WRITER } from "../backend/links.js";
import { OBJECT_FIELDS, readStored } from "../backend/stored-json.js";
import type { Session } from "../connection/session.js";

const READ_OBJECT = `SELECT state, manifest, protect, moved_from, guard, row_id, fields FROM sync_objects
  WHERE estate = ? AND address = ?`;

const READ_LABELS =
  "SELECT label_text, label_type FROM labels WHERE image_id = ? AND created_by = ? ORDER BY id";

const READ_LINKS = `SELECT m.id, m.album_id, o.address FROM album_images m JOIN albums x ON x.id = m.album_id
  JOIN sync_objects o ON o.kind = 'album' AND o.row_id = x.id AND o.guard = ${guardOf("album", "x")} AND o.estate = ?
  WHERE m.image_id = ? AND m.added_by = ? ORDER BY o.address`;

const READ_IMAGES = `SELECT o.address FROM album_images m JOIN images x ON x.id = m.image_id
  JOIN sync_objects o ON o.kind = 'image' AND o.row_id = x.id AND o.guard = x.filename AND o.estate = ?
  WHERE m.album_id = ? AND m.id > ? AND m.added_by = ? ORDER BY m.id`;

/** What is there of an object that a change is about to touch. */
export function readPrevious(session: Session, estate: string, touched: Touched): Previous {
  const { address, fields, reorders, albums } = touched;
  const kind = kindOf(address);
  const cells = session.get(READ_OBJECT, estate, address);
  if (cells === undefined) return { ...UNKNOWN, ...splitFields({}, fields), ...setsOf(touched) };
  const [state, manifest, protect, movedFrom, guard, rowId, text] = cells;
  const id = Number(rowId);
  const goes = fields === "all";
  return {
    state: state as Previous["state"],
    manifest: String(manifest),
    protect: protect === 1,
    movedFrom: movedFrom as string | null,
    guard: String(guard),
    ...splitFields(readStored<Fields>(OBJECT_FIELDS, text, estate, address), fields),
    ...(goes && kind === "image" ? { labels: { added: [], removed: readLabels(session, id) } } : {}),
    ...setsOf(touched),
    ...(touched.movedFromAfter === undefined ? {} : { movedFromAfter: touched.movedFromAfter }),
    ...placesOf(session, estate, id, kind === "image" && (goes || (albums?.removed.length ?? 0) > 0)),
    ...orderOf(session, estate, id, kind === "album" && (goes || reorders)),
  };
}

/** The text in which history keeps both sides of what was there. */
export function joinPrevious(before: Json, former: Previous): string {
  return canonicalJson({ ...(isJsonObject(before) ? before : {}), former: former as unknown as Json });
}

/** The inverse of {@link joinPrevious}; no field is called like the member that it takes out. */
export function splitPrevious(value: Json): { readonly before: Json; readonly former: Previous | null } {
  if (!isJsonObject(value) || value.former === undefined) return { before: value, former: null };
  const { former, ...before } = value;
  return { before, former: former as unknown as Previous };
}

const UNKNOWN = { state: "none", manifest: "", protect: false, movedFrom: null, guard: "" } as const;

function splitFields(recorded: Fields, fields: Touched["fields"]): Pick<Previous, "recorded" | "unrecorded"> {
  if (fields === "all") return { recorded, unrecorded: [] };
  const known = fields.filter((field) => Object.hasOwn(recorded, field));
  return {
    recorded: Object.fromEntries(known.map((field) => [field, recorded[field] as Json])),
    unrecorded: fields.filter((field) => !Object.hasOwn(recorded, field)),
  };
}

function setsOf({ labels, albums }: Pick<Touched, "labels" | "albums">): Pick<Previous, "labels" | "albums"> {
  return { ...(labels === undefined ? {} : { labels }), ...(albums === undefined ? {} : { albums }) };
}

function readLabels(session: Session, imageId: number): readonly Json[] {
  return session
    .all(READ_LABELS, imageId, SYNC_WRITER)
    .map(([text, type]) => ({ text: String(text), type: String(type) }));
}

function placesOf(
  session: Session,
  estate: string,
  imageId: number,
  wanted: boolean,
): Pick<Previous, "places"> {
  if (!wanted) return {};
  const places = session
    .all(READ_LINKS, estate, imageId, SYNC_WRITER)
    .map(([link, album, address]): OldPlace => {
      const next = session.get(
        `${READ_IMAGES} LIMIT 1`,
        estate,
        album as number,
        link as number,
        SYNC_WRITER,
      );
      return {
        album: String(address),
        position: Number(link),
        next: next === undefined ? null : String(next[0]),
      };
    });
  return { places };
}

function orderOf(
  session: Session,
  estate: string,
  albumId: number,
  wanted: boolean,
): Pick<Previous, "order"> {
  if (!wanted) return {};
  return {
    order: session.all(READ_IMAGES, estate, albumId, 0, SYNC_WRITER).map(([address]) => String(address)),
  };
}
