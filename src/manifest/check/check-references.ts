import { type Address, formatAddress, nameOf } from "../../model/address.js";
import type { ImageFile } from "../../model/generated/album.js";
import { isJsonObject, type Json } from "../../model/json.js";
import { type BuiltAlbum, hasRefs, type Slot } from "../read/album.js";
import { spotIn } from "../read/entry.js";
import { yamlSpot } from "../read/manifest-file.js";
import type { BrokenManifest } from "../read/read.js";
import type { BuiltTemplate } from "../read/template.js";
import type { Report } from "../text/problem.js";
import { didYouMean } from "../text/suggest.js";

/** Names that references can lead to. An undefined set of items means that they could not be read. */
interface Targets {
  readonly templates: ReadonlyMap<string, ReadonlySet<string> | undefined>;
  /** Those of all albums when any album refers to one. */
  readonly files: ReadonlySet<string>;
}

/** What there is to refer to, counting in what manifests of a wrong shape seem to declare. */
export function listTargets(
  templates: readonly BuiltTemplate[],
  albums: readonly BuiltAlbum[],
  broken: readonly BrokenManifest[],
  declaredElsewhere: (address: Address) => boolean,
): Targets {
  const items = new Map<string, ReadonlySet<string> | undefined>(
    templates.map(({ resource, itemNames }) => [nameOf(resource.address), itemNames]),
  );
  const files = new Set<string>();
  const refers = albums.some(hasRefs);
  for (const { images, manifest } of albums) {
    if (refers) for (const { address } of images) files.add(nameOf(address));
    addFiles(files, manifest.dropped);
  }
  for (const album of albums) {
    // Items that an unread template has were checked when the album was.
    const template = album.manifest.declared.set_template ?? undefined;
    if (template !== undefined && !items.has(template))
      if (declaredElsewhere(formatAddress("set-template", template))) items.set(template, undefined);
    if (!hasRefs(album)) continue;
    for (const { own, name, address } of album.slots) if (!own && declaredElsewhere(address)) files.add(name);
  }
  for (const { value } of broken) {
    if (!isJsonObject(value)) continue;
    if (typeof value.slug === "string" && !items.has(value.slug)) items.set(value.slug, undefined);
    addFiles(files, Array.isArray(value.images) ? value.images : []);
  }
  return { templates: items, files };
}

function addFiles(files: Set<string>, images: readonly Json[]): void {
  for (const image of images)
    if (isJsonObject(image) && typeof image.file === "string") files.add(image.file);
}

/** Every set template, ref and item that an album names must be there, and no image twice in one album. */
export function checkReferences(albums: readonly BuiltAlbum[], targets: Targets, report: Report): void {
  for (const album of albums) {
    const template = album.manifest.declared.set_template ?? undefined;
    if (template !== undefined && !targets.templates.has(template)) {
      report({
        code: "unknown-template",
        at: yamlSpot(album.manifest.file, ["set_template"]),
        summary: `No set template has the slug "${template}"${didYouMean(template, targets.templates.keys())}`,
        expected: "the slug of a set template",
      });
    }
    const items = template === undefined ? undefined : targets.templates.get(template);
    if (album.hasItems || hasRefs(album)) {
      for (const slot of album.slots) {
        if (!slot.own) checkRef(slot, targets, report);
        else checkItem(slot, template, items, report);
      }
    }
    if (album.hasRepeats) checkRepeats(album, report);
  }
}

function checkRef({ name, entry }: Slot, { files }: Targets, report: Report): void {
  if (files.has(name)) return;
  report({
    code: "unknown-ref",
    at: spotIn(entry.spot, ["ref"]),
    summary: `No album declares the file ${name}${didYouMean(name, files)}`,
    expected: "the file of an image that another album owns",
  });
}

function checkItem(
  { entry }: Slot,
  template: string | undefined,
  items: ReadonlySet<string> | undefined,
  report: Report,
): void {
  const item = (entry.value as ImageFile).item ?? undefined;
  if (item === undefined) return;
  if (template === undefined) {
    report({
      code: "item-without-template",
      at: spotIn(entry.spot, ["item"], "key"),
      summary: "The image has an item, but its album has no set_template",
      help: "Declare set_template in the album, or remove the item.",
    });
    return;
  }
  if (items === undefined || items.has(item)) return;
  report({
    code: "unknown-item",
    at: spotIn(entry.spot, ["item"]),
    summary: `The set template ${template} has no item "${item}"${didYouMean(item, items)}`,
    expected: `an item of ${formatAddress("set-template", template)}`,
  });
}

function checkRepeats({ slots, resource }: BuiltAlbum, report: Report): void {
  const firsts = new Map<string, Slot>();
  for (const slot of slots) {
    const first = firsts.get(slot.address);
    if (first === undefined) {
      firsts.set(slot.address, slot);
    } else if (!slot.own || !first.own) {
      report({
        code: "duplicate-ref",
        at: spotIn(slot.entry.spot, [slot.own ? "file" : "ref"]),
        summary: `${resource.address} already shows ${slot.name}`,
        related: [
          { message: "first declared here", at: spotIn(first.entry.spot, [first.own ? "file" : "ref"]) },
        ],
      });
    }
  }
}
