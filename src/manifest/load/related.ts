import { type Address, formatAddress } from "../../model/address.js";
import type { Baseline } from "../../model/baseline.js";
import type { ImageFile } from "../../model/generated/album.js";
import { foldPath } from "../../model/text-order.js";
import type { BuiltAlbum } from "../read/album.js";
import { pathOf, toFilename } from "../read/filename.js";
import type { BuiltTemplate } from "../read/template.js";
import { offerItems } from "./footprint.js";

/** Manifests that were read because their bytes changed. */
export interface Changed {
  readonly templates: readonly BuiltTemplate[];
  readonly albums: readonly BuiltAlbum[];
  /** The files of both, and those of deleted manifests. */
  readonly files: readonly string[];
}

/**
 * Manifests that changes reach, though their own bytes are the same: they refer to what changed, hold images whose
 * albums change, or might claim the same address, name, path or bytes. They are read too, so that every check sees both.
 */
export function findRelated(changed: Changed, baseline: Baseline): ReadonlySet<string> {
  const { templates, albums, files } = changed;
  const images = albums.flatMap(({ slots }) => slots.filter(({ own }) => own));
  const declared = new Set(
    [...templates, ...albums]
      .map(({ resource }) => resource.address)
      .concat(images.map(({ address }) => address)),
  );
  const past = files.flatMap((file) => baseline.listReferences(file));
  const former = [...templates, ...albums]
    .map(({ resource }) => resource.renamedFrom)
    .concat(
      images.map(({ entry }) => {
        const { renamed_from: name } = entry.value as ImageFile;
        return name === undefined ? undefined : formatAddress("image", name);
      }),
    );
  const addresses: readonly Address[] = [
    ...declared,
    ...former.filter((address) => address !== undefined),
    ...albums.flatMap(listTargets),
    ...past.filter(({ role }) => role === "image").map(({ key }) => key),
    ...images.flatMap(({ name }) => spellings(name)),
  ];
  const gone = files
    .flatMap((file) => baseline.listRecorded(file))
    .filter((address) => !declared.has(address));
  const found = [
    ...files.flatMap((file) => baseline.listShown(file)),
    ...baseline.findHolders([...new Set(addresses)]).values(),
    ...[
      ...baseline.findReferences("image", gone),
      ...baseline.findReferences("template", [
        ...gone,
        ...templates.filter(offersOthers(past)).map(addressOf),
      ]),
      ...baseline.findReferences("former", [...declared, ...former.filter((one) => one !== undefined)]),
      ...baseline.findReferences("adopts", [...templates, ...albums].flatMap(adoptedBy)),
      ...baseline.findReferences(
        "filename",
        images.map(({ name }) => toFilename(name)),
      ),
      ...baseline.findReferences(
        "path",
        images.map(({ name }) => foldPath(name)),
      ),
    ].map(({ file }) => file),
    ...baseline.findBytes(images.map(({ entry }) => (entry.value as ImageFile).sha256)),
  ];
  return new Set(found);
}

function addressOf({ resource }: BuiltTemplate): Address {
  return resource.address;
}

function listTargets({ manifest, slots }: BuiltAlbum): readonly Address[] {
  const template = manifest.declared.set_template ?? undefined;
  return [
    ...(template === undefined ? [] : [formatAddress("set-template", template)]),
    ...slots.filter(({ own }) => !own).map(({ address }) => address),
  ];
}

function offersOthers(
  past: readonly { readonly role: string; readonly key: string; readonly by: Address }[],
) {
  const offered = new Map(past.filter(({ role }) => role === "items").map(({ by, key }) => [by, key]));
  return (template: BuiltTemplate): boolean =>
    offerItems(template).some(({ by, key }) => offered.get(by) !== key);
}

function adoptedBy({ resource }: BuiltTemplate | BuiltAlbum): readonly string[] {
  return resource.adopts === undefined ? [] : [`${resource.kind}:${resource.adopts}`];
}

/** Other paths that have the same name in the database, or are the same path to some file systems. */
function spellings(name: string): readonly Address[] {
  return [pathOf(toFilename(name)), foldPath(name)]
    .filter((other) => other !== name)
    .map((other) => formatAddress("image", other));
}
