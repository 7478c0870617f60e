import type { Kind } from "../../model/address.js";
import type { FieldSpec } from "../../model/fields.js";
import type { Json } from "../../model/json.js";
import type { Session } from "../connection/session.js";
import { BACKEND_COLUMNS, type BackendTable, type ProfileName } from "./backend-columns.js";

/** A field in a column. `key`: a member of the JSON object there. `none`: what stands for null where NULL can't. */
export interface ColumnHome extends FieldSpec {
  readonly column: string;
  readonly none?: string;
}

/** A field that no column holds: it has the recorded value, and `unrecorded` where nothing is recorded. */
interface RecordHome {
  readonly unrecorded: Json;
}

/** A field that names an object by its row id, beside a column that says of which sort the row is. */
export interface TieHome {
  readonly ties: Kind;
  readonly type: string;
  readonly id: string;
  /** What the column `type` holds for such objects. */
  readonly word: string;
}

/** Where a profile keeps a field. */
export type Home = ColumnHome | RecordHome | TieHome;

/** Rows of other programs that name a row of ours by its id. `title`: the column that names them to a person. */
interface Reference {
  readonly table: string;
  readonly column: string;
  readonly title: string;
}

/** A table whose rows are objects. */
export type ObjectTable = Extract<BackendTable, "albums" | "batch_templates" | "images">;

/** Where the objects of one kind live. */
interface KindPlace {
  readonly table: ObjectTable;
  /** Fields that live elsewhere than src/model/fields.ts says; `<object>.*`: all keys of that object without a line. */
  readonly homes: { readonly [field: string]: Home };
  /** The column that holds the path of the manifest of a new row. */
  readonly manifestColumn?: string;
  /** Their tables come and go. */
  readonly references: readonly Reference[];
}

/** One shape of the backend's tables that this program reads and writes. */
export interface Profile {
  readonly name: ProfileName;
  readonly kinds: { readonly [K in Kind]: KindPlace };
  readonly columns: { readonly [table: string]: readonly string[] };
}

const IMAGES: KindPlace = { table: "images", homes: {}, references: [] };

/** Templates are rows of `albums`, and an album names its template in `generation_config`. */
const D: Profile = {
  name: "D",
  kinds: {
    "set-template": { table: "albums", homes: {}, references: [] },
    album: { table: "albums", homes: {}, references: [] },
    image: IMAGES,
  },
  columns: BACKEND_COLUMNS.D,
};

/** Templates have a table of their own, without room for all that a manifest declares. */
const E: Profile = {
  name: "E",
  kinds: {
    "set-template": {
      table: "batch_templates",
      homes: {
        slug: { unrecorded: null },
        type: { unrecorded: "set" },
        is_set_template: { unrecorded: true },
        public: { unrecorded: false },
        training_source: { unrecorded: false },
        prompt_template: { column: "prompt_template", type: "text", none: "" },
        "generation.width": { column: "width", type: "integer" },
        "generation.height": { column: "height", type: "integer" },
        "generation.negative_prompt": { column: "negative_prompt", type: "text" },
        "generation.*": { unrecorded: null },
      },
      manifestColumn: "csv_path",
      references: [{ table: "batch_generation_runs", column: "template_id", title: "album_name" }],
    },
    album: {
      table: "albums",
      homes: {
        training_source: { unrecorded: false },
        set_template: { ties: "set-template", type: "source_type", id: "source_id", word: "batch_template" },
      },
      references: [
        { table: "batch_generation_runs", column: "album_id", title: "album_name" },
        { table: "scrape_jobs", column: "album_id", title: "name" },
      ],
    },
    image: IMAGES,
  },
  columns: BACKEND_COLUMNS.E,
};

export const PROFILES: { readonly [N in ProfileName]: Profile } = { D, E };

const KNOWN = new WeakMap<Session, Profile>();

/** The profile of the database that a session is of; looked up once, since no transaction of ours changes it. */
export function profileOf(session: Session): Profile {
  let profile = KNOWN.get(session);
  if (profile === undefined) {
    profile = session.dialect.hasTable(session, "batch_templates") ? E : D;
    KNOWN.set(session, profile);
  }
  return profile;
}

/** Makes something of each profile once, to be asked for by the session. */
export function perProfile<T>(make: (profile: Profile) => T): (session: Session) => T {
  const made = new Map<Profile, T>();
  return (session) => {
    const profile = profileOf(session);
    const known = made.get(profile);
    if (known !== undefined) return known;
    const fresh = make(profile);
    made.set(profile, fresh);
    return fresh;
  };
}

/** The table that holds the rows of a kind. */
export function tableOf(session: Session, kind: Kind): ObjectTable {
  return profileOf(session).kinds[kind].table;
}
