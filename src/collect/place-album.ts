import type { FoundAlbum } from "./findings.js";
import type { RuledFolder } from "./folder-rule.js";
import { addHash, toSlug, toWords } from "./names.js";

const MONTHS = [
  ["January", "February", "March", "April", "May", "June"],
  ["July", "August", "September", "October", "November", "December"],
].flat();
const FOLDER_TIME = /(?:^|[_-])(\d{4})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])_([01]\d|2[0-3])([0-5]\d)[0-5]\d$/;
const LONGEST_NAME = 255;

/** Gives each folder its own slug: of two folders that share one, the later asked for gets a hash. */
export class AlbumSlugs {
  readonly #folders = new Map<string, string>();

  /** The slug of the album for this folder; `month` fills `{month}`. */
  choose(ruled: RuledFolder, month: string): string {
    const plain = fillSlug(ruled, month);
    if (!ruled.rule.slug.includes("{folder}")) return plain;
    const owner = this.#folders.get(plain);
    if (owner === undefined) this.#folders.set(plain, ruled.folder);
    return owner === undefined || owner === ruled.folder ? plain : addHash(plain, ruled.folder);
  }
}

/** The album of a file in a folder that a rule is for. `known`: slugs of the estate's set templates. */
export function describeAlbum(
  ruled: RuledFolder,
  { slug, month, rootName, known }: AlbumContext,
): FoundAlbum {
  const { rule, folder } = ruled;
  const template = rule.set_template;
  return {
    slug,
    name: fillName(ruled, month),
    type: rule.type,
    ...(rule.public !== undefined && { public: rule.public }),
    ...(rule.training_source !== undefined && { training_source: rule.training_source }),
    ...(template !== undefined && known.has(template) && { set_template: template }),
    ...(rule.license !== undefined && { license: rule.license }),
    provenanceSource: [rootName, folder].filter(Boolean).join("/"),
    folder,
  };
}

export interface AlbumContext {
  readonly slug: string;
  readonly month: string;
  readonly rootName: string;
  readonly known: ReadonlySet<string>;
}

function fillSlug({ rule, name }: RuledFolder, month: string): string {
  const folder = toSlug(name) || addHash("folder", name);
  return rule.slug.replaceAll("{folder}", folder).replaceAll("{month}", month);
}

function fillName({ rule, name }: RuledFolder, month: string): string {
  const values: { readonly [key: string]: string } = {
    folder: toWords(name),
    month,
    time: toTimeWords(name),
  };
  const filled = rule.name.replace(
    /\{(folder|month|time)\}/g,
    (_whole, key: string) => values[key] as string,
  );
  return [...filled].slice(0, LONGEST_NAME).join("");
}

/** `13 October 2025, 21:35` for `card_deck_20251013_213519`; the name as words when it does not end in a time. */
function toTimeWords(name: string): string {
  const [, year, month, day, hour, minute] = FOLDER_TIME.exec(name) ?? [];
  if (year === undefined) return toWords(name);
  return `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}, ${hour}:${minute}`;
}
