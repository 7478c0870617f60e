/** What a manifest can declare. */
export type Kind = "set-template" | "album" | "image";

/** `<kind>:<slug or file>`, bytes outside `[A-Za-z0-9._/-]` percent-encoded as UTF-8; compared and sorted bytewise. */
export type Address = string;

/** Every kind, each after those that it can refer to: the order in which objects are made, counted and shown. */
export const KINDS: readonly Kind[] = ["set-template", "album", "image"];

/** One thing for each kind, made in the order of {@link KINDS}. */
export function forEachKind<T>(make: (kind: Kind) => T): { [K in Kind]: T } {
  return Object.fromEntries(KINDS.map((kind) => [kind, make(kind)])) as { [K in Kind]: T };
}

const PLAIN = /^[A-Za-z0-9._/-]*$/;

/** The address of a resource: `name` is its slug, or for an image its file under the asset root. */
export function formatAddress(kind: Kind, name: string): Address {
  return `${kind}:${PLAIN.test(name) ? name : percentEncode(name)}`;
}

/** Kind and name of an address, or undefined when the text is not one. The inverse of {@link formatAddress}. */
export function parseAddress(address: string): { kind: Kind; name: string } | undefined {
  const colon = address.indexOf(":");
  const kind = KINDS.find((candidate) => candidate === address.slice(0, colon));
  if (kind === undefined) return undefined;
  try {
    return { kind, name: decodeURIComponent(address.slice(colon + 1)) };
  } catch {
    return undefined;
  }
}

/** Kind of an address that {@link formatAddress} made. */
export function kindOf(address: Address): Kind {
  return address.slice(0, address.indexOf(":")) as Kind;
}

/** Slug or file of an address that {@link formatAddress} made. */
export function nameOf(address: Address): string {
  const name = address.slice(address.indexOf(":") + 1);
  return name.includes("%") ? decodeURIComponent(name) : name;
}

function percentEncode(name: string): string {
  return name.replace(/[^A-Za-z0-9._/-]+/gu, (part) =>
    Array.from(
      new TextEncoder().encode(part),
      (byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`,
    ).join(""),
  );
}
