import type { Address } from "../../model/address.js";
import { specOf } from "../../model/fields.js";
import { equalJson, type Json } from "../../model/json.js";
import type { ObservedObject, ObservedRow } from "../../model/observed.js";
import type { Image, Label } from "../../model/resource.js";

/**
 * True for an image whose record and row say what is declared, in the very form in which an apply leaves them: to compare
 * it would find nothing. False says nothing. Most images of an estate are like that, and to find it out takes a fourth of
 * the time. `renamed`: albums that move.
 */
export function isAsApplied(
  image: Image,
  { row, recorded, protect, manifest }: ObservedObject,
  renamed: ReadonlyMap<Address, Address>,
): boolean {
  if (row === null || row.unreadable.length > 0) return false;
  if (protect !== image.protect || manifest !== image.origin.source.file) return false;
  const declared = Object.keys(image.fields);
  if (declared.length !== Object.keys(recorded).length) return false;
  for (const field of declared) {
    const value = image.fields[field] as Json;
    if (!equalJson(recorded[field], value) || !holds(row, field, value)) return false;
  }
  return image.albums.every((album) => !renamed.has(album));
}

/** True when a row shows a value that is declared and recorded, where rows show such values. */
function holds(row: ObservedRow, field: string, value: Json): boolean {
  if (field === "labels") return holdsLabels(row, value as readonly Label[]);
  if (field === "albums") return holdsLinks(row, value as readonly Address[]);
  const column = specOf("image", field)?.column;
  return column === undefined || equalJson(row.fields[field] ?? null, value);
}

/** True when the rows hold these labels at the same places, as they do after an apply. */
export function holdsLabels({ labels }: Pick<ObservedRow, "labels">, declared: readonly Label[]): boolean {
  return declared.every(
    ({ text, type }, place) => labels[place]?.text === text && labels[place]?.type === type,
  );
}

/** True when the links show these albums at the same places. */
export function holdsLinks(
  { links }: { readonly links: readonly { readonly address: Address | undefined }[] },
  declared: readonly Address[],
): boolean {
  return declared.every((album, place) => links[place]?.address === album);
}
