import { nameAlbum } from "../source/album-name.js";
import type { FoundAlbum } from "../source/collected-image.js";
import { addHash, toSlug } from "../source/names.js";
import type { RuledFolder } from "./folder-rule.js";

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
    name: nameAlbum(rule.name, ruled.name, month, rule.templateName),
    type: rule.type,
    ...(rule.public !== undefined && { public: rule.public }),
    ...(rule.training_source !== undefined && { training_source: rule.training_source }),
    ...(template !== undefined && known.has(template) && { set_template: template }),
    ...(rule.license !== undefined && { license: rule.license }),
    provenanceSource: [rootName, folder].filter(Boolean).join("/"),
    folder,
  };
}

interface AlbumContext {
  readonly slug: string;
  readonly month: string;
  readonly rootName: string;
  readonly known: ReadonlySet<string>;
}

function fillSlug({ rule, name }: RuledFolder, month: string): string {
  const folder = toSlug(name) || addHash("folder", name);
  return rule.slug.replaceAll("{folder}", folder).replaceAll("{month}", month);
}
