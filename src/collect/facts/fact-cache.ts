import { readFile } from "../../files/regular-file.js";
import { attempt } from "../../files/system-error.js";
import { digestJson } from "../../model/digest.js";
import type { Json } from "../../model/json.js";
import { compareEntries } from "../../model/text-order.js";
import type { DerivedFacts, FactSource, KnownTemplate, Notice } from "../source/collected-image.js";
import { type FileStamp, isRacy, parseStamp, readStamp } from "../source/file-stamp.js";
import type { Scratch } from "../source/read-bytes.js";
import { hashStaged } from "../stage/stage-file.js";
import { deriveFacts } from "./derive-facts.js";

/** What a file was found to be; `stamps` tells whether it still is. */
interface CacheEntry {
  readonly stamps: string;
  readonly value: DerivedFacts | string;
  /** As the file holds it. */
  readonly line: string;
}

/** What a picture says, the stamps of the files that were read for it, and the facts as JSON if somebody wrote it. */
export interface ReadFacts {
  readonly derived: DerivedFacts | Notice;
  readonly stamps: readonly string[];
  readonly text?: string;
}

/** Facts of a picture that carries a book are read again rather than kept. */
const LONGEST_LINE = 65_536;
const FORMAT = 2;

/**
 * What earlier runs read from files that did not change since: facts of collected pictures, digests of staged files. It
 * only ever saves reading; without it, or with a damaged one, everything is read again.
 */
export class FactCache {
  readonly #entries: Map<string, CacheEntry>;
  readonly #used = new Map<string, CacheEntry>();
  readonly #written = new Map<string, { readonly stamp: FileStamp; readonly sha256: string }>();
  readonly #templates = new Map<KnownTemplate, string>();
  readonly #version: string;
  /** The clock of the run. */
  readonly now: () => Date;
  readonly #scratch: Scratch = { buffer: Buffer.alloc(0) };
  #isNew = false;

  /** `version`: of the program, since another one may read other facts. */
  constructor(text: string | undefined, version: string, now: () => Date) {
    this.#version = version;
    this.now = now;
    this.#entries = parseCache(text, this.#head());
  }

  /** True when an earlier run read this picture; whether it changed since is not looked at. */
  knows({ picture }: FactSource): boolean {
    return this.#entries.has(keyOf(picture));
  }

  /** The facts of a picture when it and its sidecar are as they were. */
  find(source: FactSource): DerivedFacts | undefined {
    const key = keyOf(source.picture);
    const known = this.#entries.get(key);
    if (known === undefined || typeof known.value === "string") return undefined;
    const stamps = [source.picture, ...(source.sidecar === null ? [] : [source.sidecar])].map(readStamp);
    if (
      this.#describe(
        stamps.map((stamp) => stamp?.text ?? null),
        source,
      ) !== known.stamps
    )
      return undefined;
    this.#used.set(key, known);
    return known.value;
  }

  /** Remembers what was read since `began`; `text`: the facts as JSON. */
  note(source: FactSource, { derived, stamps, text }: ReadFacts, began: Date): void {
    const isWhole = stamps.length === (source.sidecar === null ? 1 : 2);
    if ("code" in derived || !isWhole || stamps.some((stamp) => isRacy(parseStamp(stamp), began))) return;
    this.#keep(keyOf(source.picture), this.#describe(stamps, source), derived, text);
  }

  /** The facts of a picture and its sidecar, read again unless both are as they were. */
  async derive(source: FactSource): Promise<DerivedFacts | Notice> {
    const known = this.find(source);
    if (known !== undefined) return known;
    const began = this.now();
    const stamps: string[] = [];
    const noteStamp = ({ text }: FileStamp): void => void stamps.push(text);
    const derived = await deriveFacts(source, { scratch: this.#scratch, noteStamp });
    this.note(source, { derived, stamps }, began);
    return derived;
  }

  /** SHA-256 of a staged file, null when there is none. */
  hash(path: string): string | null {
    const key = `staged ${path}`;
    const stamp = readStamp(path);
    if (stamp === null) return null;
    const known = this.#entries.get(key);
    if (known?.stamps === stamp.text && typeof known.value === "string") {
      this.#used.set(key, known);
      return known.value;
    }
    const began = this.now();
    const sha256 = hashStaged(path)?.sha256 ?? null;
    const isSame = readStamp(path)?.text === stamp.text;
    if (sha256 !== null && isSame && !isRacy(stamp, began)) this.#keep(key, stamp.text, sha256);
    return sha256;
  }

  /** Remembers a file that was just written with these bytes. */
  noteWritten(path: string, sha256: string): void {
    const stamp = readStamp(path);
    if (stamp !== null) this.#written.set(path, { stamp, sha256 });
  }

  /**
   * The text to keep for the next run; undefined when nothing is new. Of what lies below `root` only what was seen is
   * kept, of other roots all. Files that were written a moment ago are left out, as they could change unnoticed.
   */
  render(root: Buffer): string | undefined {
    const at = this.now();
    for (const [path, { stamp, sha256 }] of this.#written)
      if (!isRacy(stamp, at)) this.#keep(`staged ${path}`, stamp.text, sha256);
    const below = `facts ${root.toString("latin1")}/`;
    const kept = [...this.#entries].filter(([key]) => !key.startsWith(below) && !this.#used.has(key));
    if (!this.#isNew && kept.length + this.#used.size === this.#entries.size) return undefined;
    const entries = [...kept, ...this.#used].sort(compareEntries);
    return [this.#head(), ...entries.map(([, { line }]) => line), ""].join("\n");
  }

  #head(): string {
    return JSON.stringify({ format: FORMAT, version: this.#version });
  }

  #keep(key: string, stamps: string, value: CacheEntry["value"], text = JSON.stringify(value)): void {
    const line = `[${JSON.stringify(key)},${JSON.stringify(stamps)},${text}]`;
    if (line.length > LONGEST_LINE) return;
    this.#used.set(key, { stamps, value, line });
    this.#isNew = true;
  }

  /** Stamps of both files, and what else the facts depend on. */
  #describe(stamps: readonly (string | null)[], source: FactSource): string {
    const { file, sidecarFile, albumType, template, timeZone, limits } = source;
    const { pixelsInFlight, interlacedPixels } = limits;
    const context = [
      file,
      sidecarFile,
      albumType,
      this.#digest(template),
      timeZone,
      pixelsInFlight,
      interlacedPixels,
    ];
    return JSON.stringify([...stamps, ...context]);
  }

  #digest(template: KnownTemplate | undefined): string {
    if (template === undefined) return "";
    const known = this.#templates.get(template) ?? digestJson(template as unknown as Json);
    this.#templates.set(template, known);
    return known;
  }
}

function keyOf(picture: Buffer): string {
  return `facts ${picture.toString("latin1")}`;
}

/** The cache that a file holds; an empty one when it is not there. */
export function readCache(file: string, version: string, now: () => Date): FactCache {
  const text = attempt(
    () => readFile(file).toString(),
    () => undefined,
  );
  return new FactCache(text, version, now);
}

/** Lines that are not whole are left out: a file that was cut off is worth what is left of it. */
function parseCache(text: string | undefined, head: string): Map<string, CacheEntry> {
  const [first, ...lines] = text?.split("\n") ?? [];
  const entries = new Map<string, CacheEntry>();
  if (first !== head) return entries;
  for (const line of lines) {
    try {
      const [key, stamps, value] = JSON.parse(line) as [string, string, CacheEntry["value"]];
      entries.set(key, { stamps, value, line });
    } catch (error) {
      if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
    }
  }
  return entries;
}
