import { toSlug, toWords } from "../../collect/source/names.js";
import { formatAddress } from "../../model/address.js";
import type { DesiredEstate } from "../../model/estate.js";
import { some } from "../../model/lists/sequence.js";
import { refusal, usageFailure } from "../project/failure.js";

/** What a new object is called. */
interface NewName {
  readonly slug: string;
  readonly name: string;
}

const LONGEST = 255;

/** Name and slug of a new object; the parts of an album's are joined by `/`. Throws a usage failure for what can't be one. */
export function readNewName(kind: "set-template" | "album", given: string): NewName {
  const parts = kind === "album" ? given.split("/") : [given];
  const slug = parts.map(toSlug).join("/");
  const last = parts.at(-1) ?? "";
  const isBad = /\p{Cc}/u.test(given) || given.length > LONGEST || parts.some((part) => toSlug(part) === "");
  if (isBad)
    throw usageFailure(
      `${JSON.stringify(given)} can't be a name`,
      `Use one line with a letter of a-z or a digit${kind === "album" ? " in each part between slashes" : ""}, at most ${LONGEST} characters.`,
    );
  const words = toWords(last.replaceAll("-", " "));
  const name = toSlug(last) === last ? words.charAt(0).toUpperCase() + words.slice(1) : last.trim();
  return { slug, name };
}

/** Throws a refusal when a manifest declares the object already. */
export function refuseDeclared(
  { resources }: DesiredEstate,
  kind: "set-template" | "album",
  slug: string,
): void {
  const address = formatAddress(kind, slug);
  if (some(resources, (resource) => resource.address === address))
    throw refusal("slug-taken", `${address} is declared already`, "Choose another name.");
}
