import { statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { attempt } from "../../files/system-error.js";
import { listManifests } from "../../manifest/read/discover.js";
import { readItems } from "../../manifest/read/items.js";
import { readHead } from "../../manifest/read/read-head.js";
import { openProjectFiles, type ProjectFiles } from "../../manifest/text/project-files.js";
import type { Settings } from "../../model/estate.js";
import { isJsonObject, type Json, type JsonObject } from "../../model/json.js";

/** What is kept of a manifest, without its images and items. */
export interface IndexedManifest {
  /** Absolute. */
  readonly file: string;
  /** Relative to the project folder. */
  readonly shown: string;
  /** What it declares; of a broken one what it seems to. Null where nothing can be told. */
  readonly kind: "set-template" | "album" | null;
  readonly slug: string | null;
  readonly name: string;
  readonly description: string;
  readonly isPublic: boolean;
  /** Of an album: its type, and the slug of its set template. */
  readonly type: string | null;
  readonly template: string | null;
  readonly items: number;
  readonly loras: readonly string[];
  /** True when it can't be read, or says neither what it declares nor its slug. */
  readonly isBroken: boolean;
  /** Absolute paths of the CSV or JSON Lines files that it names. */
  readonly used: readonly string[];
  /** The same, relative to the project folder. */
  readonly usedShown: readonly string[];
}

/** The manifests at one moment. */
export interface IndexState {
  /** Another number whenever a manifest, or a file that one names, changed. */
  readonly version: number;
  readonly manifests: readonly IndexedManifest[];
}

interface Entry {
  readonly manifest: IndexedManifest;
  /** Of the manifest and of each file that it names. */
  readonly stamps: ReadonlyMap<string, string>;
}

/** Reading goes on for so long before others get their turn. */
const TURN_MS = 15;

/** Knows which file declares what; looks at each file again, and reads those that changed. Writes nothing. */
export class ManifestIndex {
  #entries: ReadonlyMap<string, Entry> = new Map();
  #version = 0;
  #running: Promise<readonly string[]> | undefined;

  get state(): IndexState {
    return {
      version: this.#version,
      manifests: Array.from(this.#entries.values(), ({ manifest }) => manifest),
    };
  }

  /** Brings the index up to date; the files that changed, came or went since the last time, absolute. */
  refresh(settings: Settings): Promise<readonly string[]> {
    this.#running ??= this.#refresh(settings).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #refresh(settings: Settings): Promise<readonly string[]> {
    const files = openProjectFiles(settings);
    const found = listManifests(settings, files.show, () => {});
    const entries = new Map<string, Entry>();
    const changed = new Set<string>();
    let turn = performance.now();
    for (const file of found) {
      const known = this.#entries.get(file);
      const differing = known === undefined ? [file] : listDiffering(known);
      for (const one of differing) changed.add(one);
      entries.set(file, known !== undefined && differing.length === 0 ? known : readEntry(file, files));
      if (performance.now() - turn < TURN_MS) continue;
      await setImmediate();
      turn = performance.now();
    }
    for (const file of this.#entries.keys()) if (!entries.has(file)) changed.add(file);
    this.#entries = entries;
    if (changed.size > 0) this.#version++;
    return [...changed].sort();
  }
}

function listDiffering({ stamps }: Entry): readonly string[] {
  return [...stamps].filter(([file, stamp]) => stampOf(file) !== stamp).map(([file]) => file);
}

function readEntry(file: string, files: ProjectFiles): Entry {
  // Before reading, so that a change meanwhile is seen the next time.
  const stamp = stampOf(file);
  const head = readHead(file, files);
  const read = describe(file, head ?? readPlainLines(file, files), files);
  const manifest = head === undefined ? { ...read, isBroken: true } : read;
  return {
    manifest,
    stamps: new Map([[file, stamp], ...manifest.used.map((one) => [one, stampOf(one)] as const)]),
  };
}

/** What the lines of a text that is no YAML say, so that its page can show where it is wrong. */
function readPlainLines(file: string, files: ProjectFiles): JsonObject {
  const text = files.readLines(file)?.text ?? "";
  const lines = text.matchAll(/^(kind|slug|name):[ \t]+(["']?)([\w./ -]+?)\2[ \t]*(?:#.*)?$/gm);
  return Object.fromEntries(Array.from(lines, ([, key = "", , value = ""]) => [key, value]));
}

function stampOf(file: string): string {
  return attempt(
    () => {
      const { ino, size, mtimeNs, ctimeNs } = statSync(file, { bigint: true });
      return `${ino}:${size}:${mtimeNs}:${ctimeNs}`;
    },
    (code) => code,
  );
}

function describe(file: string, value: JsonObject, files: ProjectFiles): IndexedManifest {
  const kind = value.kind === "set-template" || value.kind === "album" ? value.kind : null;
  const items = isJsonObject(value.items) ? value.items : {};
  const slug = textIn(value, "slug");
  const shown = files.show(file);
  const used = listUsed(value, items).map((name) => resolve(dirname(file), name));
  return {
    file,
    shown,
    kind,
    slug,
    name: textIn(value, "name") ?? slug ?? shown,
    description: textIn(value, "description") ?? "",
    isPublic: value.public === true,
    type: textIn(value, "type"),
    template: textIn(value, "set_template"),
    items: countItems(file, items, files),
    loras: Array.isArray(value.loras) ? value.loras.flatMap((lora) => pathIn(lora) ?? []) : [],
    isBroken: kind === null || slug === null,
    used,
    usedShown: used.map(files.show),
  };
}

function countItems(file: string, items: JsonObject, files: ProjectFiles): number {
  if (Array.isArray(items.rows)) return items.rows.length;
  const csv = textIn(items, "csv");
  return csv === null ? 0 : (readItems(file, { csv, key: "" }, files, () => {})?.items.length ?? 0);
}

function pathIn(lora: Json): string | null {
  return isJsonObject(lora) ? textIn(lora, "path") : null;
}

function listUsed(value: JsonObject, items: JsonObject): readonly string[] {
  const csv = textIn(items, "csv");
  const shards = isJsonObject(value.images) && Array.isArray(value.images.jsonl) ? value.images.jsonl : [];
  return [...(csv === null ? [] : [csv]), ...shards.filter((name) => typeof name === "string")];
}

function textIn(value: JsonObject, key: string): string | null {
  const found = Object.hasOwn(value, key) ? value[key] : undefined;
  return typeof found === "string" ? found : null;
}
