import { resolve } from "node:path";
import { sha256Of } from "../../files/hash.js";
import { type Address, formatAddress, KINDS, nameOf } from "../../model/address.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import type { DesiredEstate, Settings } from "../../model/estate.js";
import { equalJson, type Json } from "../../model/json.js";
import type { Resource } from "../../model/resource.js";
import { listManifests } from "../read/discover.js";
import { openProjectFiles } from "../text/project-files.js";
import { isProblem } from "../text/text-file.js";
import { digestManifest } from "./footprint.js";
import { loadEstate } from "./load.js";
import { createMentions, readPlainText } from "./mentions.js";
import { READ_ALL } from "./unchanged.js";

/** A project now and as it was, of which what is the same in both need not be there. */
interface TwoStates {
  readonly now: Settings;
  readonly before: Settings;
  /** Digests of manifests that are the same in both, by file, see {@link findSame}. */
  readonly same: ReadonlyMap<string, string>;
  /** Puts manifests that are the same into the former state. */
  readonly bring: (files: readonly string[]) => void;
}

/** What both states declare. */
interface States {
  readonly now: DesiredEstate;
  readonly before: DesiredEstate;
  /** Of the state now. */
  readonly warnings: readonly Diagnostic[];
}

/** Takes other files in, names items, or may stand in the way of others: is read though it is the same. */
const ALWAYS_READ = /\b(?:csv|jsonl|set-template|renamed_from|adopts)\b/;

/**
 * The manifests whose bytes are the same as before and that nothing but changes of others could give a part in a plan.
 * `isSame` compares bytes with what stood in a file. Undefined when something is wrong, which only reading all tells.
 */
export function findSame(
  settings: Settings,
  isSame: (file: string, bytes: Buffer) => boolean,
): ReadonlyMap<string, string> | undefined {
  const files = openProjectFiles(settings);
  const same = new Map<string, string>();
  let isWrong = false;
  const found = listManifests(settings, files.show, () => {
    isWrong = true;
  });
  for (const file of found) {
    const read = files.read(file, "file-missing");
    if (isProblem(read)) return undefined;
    if (!isSame(files.show(file), read.bytes)) continue;
    const text = readPlainText(file, files);
    if (text === undefined || ALWAYS_READ.test(text)) continue;
    same.set(files.show(file), digestManifest(sha256Of(read.bytes), []));
  }
  return isWrong ? undefined : same;
}

/**
 * Loads two states of a project without the manifests that are the same in both and that no change reaches: a plan
 * between the two is the plan between the whole states. Undefined when something is wrong, which only reading all tells.
 */
export function loadStates({ now, before, same, bring }: TwoStates): States | undefined {
  const unread = new Map(same);
  const load = (declares: (address: Address) => boolean): States | undefined => {
    const [after, old] = [now, before].map((settings) =>
      loadEstate(settings, { ...READ_ALL, beside: { digests: unread, declares } }),
    );
    return after?.estate && old?.estate
      ? { now: after.estate, before: old.estate, warnings: after.diagnostics }
      : undefined;
  };
  const reach = (names: ReadonlySet<string>) => {
    if (names.size === 0) return [];
    const isReached = findMentions(now, names);
    const reached = [...unread.keys()].filter(isReached);
    for (const file of reached) unread.delete(file);
    bring(reached);
    return reached;
  };
  const changed = load(() => true);
  const names = changed && namesOfChanges(changed);
  if (names === undefined || names.size === 0) return changed;
  const reached = new Set(reach(names));
  if (reached.size > 0) {
    const first = load(() => true);
    if (first === undefined) return undefined;
    // Which albums show an image is part of it.
    reach(new Set(namesOfImages(first.now.resources, reached)));
  }
  const addresses = new Set([...names].flatMap((name) => KINDS.map((kind) => formatAddress(kind, name))));
  return load((address) => !addresses.has(address));
}

function findMentions(settings: Settings, names: ReadonlySet<string>): (file: string) => boolean {
  const files = openProjectFiles(settings);
  const mentions = createMentions(names);
  return (file) => {
    const text = readPlainText(resolve(settings.projectDir, file), files);
    return text === undefined || mentions(text);
  };
}

function* namesOfImages(resources: Iterable<Resource>, files: ReadonlySet<string>): Generator<string> {
  for (const { kind, address, origin } of resources)
    if (kind === "image" && files.has(origin.source.file)) yield nameOf(address);
}

/** Names by which other manifests could know what differs. */
function namesOfChanges({ now, before }: States): ReadonlySet<string> {
  const former = new Map(Array.from(before.resources, (resource) => [resource.address, resource]));
  const names = new Set<string>();
  const seen = new Set<Address>();
  const isRead = (address: Address) => former.has(address);
  const add = (resource: Resource, other: Resource | undefined) => {
    for (const name of namesOfChange(resource, other, isRead)) names.add(name);
  };
  for (const resource of now.resources) {
    const other = former.get(resource.address);
    seen.add(resource.address);
    if (other === undefined) add(resource, undefined);
    else if (!isSameResource(resource, other)) {
      add(resource, other);
      add(other, resource);
    }
  }
  for (const resource of former.values()) if (!seen.has(resource.address)) add(resource, undefined);
  return names;
}

function* namesOfChange(
  resource: Resource,
  other: Resource | undefined,
  isRead: (address: Address) => boolean,
): Generator<string> {
  if (resource.kind === "album") {
    const staying = new Set(other?.kind === "album" && isSameHead(resource, other) ? other.images : []);
    // An album whose list alone differs says nothing new of the images that stay: those that are read speak for themselves.
    for (const address of resource.images)
      if (!staying.has(address) || !isRead(address)) yield nameOf(address);
    if (staying.size > 0) return;
  }
  yield nameOf(resource.address);
  if (resource.renamedFrom !== undefined) yield nameOf(resource.renamedFrom);
  if (resource.kind === "image") yield String(resource.fields.sha256);
  const template = resource.fields.set_template;
  if (typeof template === "string") yield template;
}

function isSameResource(a: Resource, b: Resource): boolean {
  if (!isSameHead(a, b)) return false;
  if (a.kind === "album" && b.kind === "album") return equalJson([...a.images], [...b.images]);
  if (a.kind === "image" && b.kind === "image")
    return equalJson([...a.albums, a.home], [...b.albums, b.home]);
  return true;
}

/** True when two resources are the same but for their place and what they link to, of which `order` is a digest. */
function isSameHead(a: Resource, b: Resource): boolean {
  return equalJson(headOf(a), headOf(b));
}

function headOf({ kind, address, fields, protect, renamedFrom, adopts, origin }: Resource): Json {
  const { order: _, ...own } = fields;
  return [kind, address, own, protect, renamedFrom ?? null, adopts ?? null, origin.source.file];
}
