import { type FSWatcher, watch } from "node:fs";
import { relative, sep } from "node:path";
import type { Browser } from "../../engine/browse/browser.js";
import { hashFile } from "../../files/hash.js";
import { attempt } from "../../files/system-error.js";
import type { EventHub } from "./events.js";

/** Editors write a file in several steps; one look is enough for all of them. */
const SETTLE_MS = 60;
/** How often the database is asked whether anybody committed: a hundredth of a millisecond each time, on a server one. */
const DATABASE_MS = 250;
/** Until a database is asked again that could not be. */
const PAUSE_MS = 1_000;
/** How often all files are looked at where the system does not tell: network folders, folders beyond its limit. */
const SWEEP_MS = 5_000;

/** Publishes what changes in the files and the database of a project, until the returned function is called. */
export function watchProject(browser: Browser, hub: EventHub): () => void {
  const watching = new Watching(browser, hub);
  return () => watching.stop();
}

class Watching {
  readonly #browser: Browser;
  readonly #hub: EventHub;
  readonly #watchers = new Map<string, FSWatcher>();
  readonly #timers: readonly NodeJS.Timeout[];
  #settling: NodeJS.Timeout | undefined;
  #version = Date.now();
  #database: string | undefined;
  #isStopped = false;
  #isLooking = false;
  #pauseUntil = 0;

  constructor(browser: Browser, hub: EventHub) {
    this.#browser = browser;
    this.#hub = hub;
    this.#timers = [
      setInterval(() => void this.#lookAtDatabase(), DATABASE_MS).unref(),
      setInterval(() => void this.#lookAtFiles(), SWEEP_MS).unref(),
    ];
    void this.#lookAtFiles(true);
    void this.#lookAtDatabase();
  }

  stop(): void {
    this.#isStopped = true;
    for (const timer of this.#timers) clearInterval(timer);
    clearTimeout(this.#settling);
    for (const watcher of this.#watchers.values()) watcher.close();
  }

  /** What changed before anybody listened is no news. */
  async #lookAtFiles(isFirst = false): Promise<void> {
    await ignoreFailures(async () => {
      const { settings } = await this.#browser.openProject();
      const changed = await this.#browser.findChangedFiles();
      await this.#watchFolders();
      if (isFirst || this.#isStopped || changed.length === 0) return;
      for (const file of changed) {
        const path = relative(settings.projectDir, file).split(sep).join("/");
        this.#hub.publish({ event: "file", data: { path, etag: hashFile(file) } });
      }
      this.#announce();
    });
  }

  /** One look after the other: a server may take its time. */
  async #lookAtDatabase(): Promise<void> {
    if (this.#isLooking || performance.now() < this.#pauseUntil) return;
    this.#isLooking = true;
    const isDone = await ignoreFailures(() => this.#compareDatabase());
    this.#isLooking = false;
    if (!isDone) this.#pauseUntil = performance.now() + PAUSE_MS;
  }

  async #compareDatabase(): Promise<void> {
    const version = await (await this.#browser.openCatalog()).readVersion(true);
    const isNews = this.#database !== undefined && version !== this.#database;
    this.#database = version;
    if (!isNews || this.#isStopped) return;
    this.#hub.publish({ event: "database", data: {} });
    this.#announce();
  }

  #announce(): void {
    this.#hub.publish({ event: "estate", data: { version: ++this.#version } });
  }

  async #watchFolders(): Promise<void> {
    const wanted = new Set(await this.#browser.listFolders());
    for (const [folder, watcher] of this.#watchers) {
      if (wanted.has(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    for (const folder of wanted) if (!this.#isStopped && !this.#watchers.has(folder)) this.#watch(folder);
  }

  /** Folders that can't be watched are found by the sweep. */
  #watch(folder: string): void {
    attempt(
      () => {
        const watcher = watch(folder, { persistent: false }, () => this.#settle());
        watcher.on("error", () => this.#watchers.delete(folder));
        this.#watchers.set(folder, watcher);
      },
      () => {},
    );
  }

  #settle(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => void this.#lookAtFiles(), SETTLE_MS);
  }
}

/** An invalid configuration or a busy database is told to those who ask for something; here the next look goes on. */
async function ignoreFailures(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch {
    return false;
  }
}
