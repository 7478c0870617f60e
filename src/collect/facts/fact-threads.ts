import { ThreadPool } from "../../threads/pool.js";
import type { FactSource, KnownTemplate } from "../source/collected-image.js";
import type { ReadFacts } from "./fact-cache.js";
import type { SurveyOptions } from "./survey-options.js";

/** What all sources have in common. */
export type SentSettings = Pick<SurveyOptions, "templates" | "timeZone" | "limits">;

/** A source on its way to a thread: paths as Latin-1, the template by its place in the list; -1 for none. */
export type SentSource = Pick<FactSource, "file" | "sidecarFile" | "albumType"> & {
  readonly picture: string;
  readonly sidecar: string | null;
  readonly template: number;
};

/** What a thread found: facts or a remark as JSON, which is quicker to send than objects. */
export interface SentFacts {
  readonly text: string;
  readonly stamps: readonly string[];
}

/** Threads that read pictures as deriveFacts does. */
export class FactThreads {
  readonly #pool: ThreadPool<readonly SentSource[], readonly (SentFacts | null)[]>;
  readonly #templates: readonly KnownTemplate[];

  constructor({ templates, timeZone, limits }: SentSettings, count: number) {
    this.#templates = templates;
    const data: SentSettings = { templates, timeZone, limits };
    this.#pool = new ThreadPool({ file: new URL("./fact-thread.js", import.meta.url), data }, count);
  }

  /** What each picture says; null for one that takes the picture library, which only the main thread has. */
  async read(sources: readonly FactSource[]): Promise<readonly (ReadFacts | null)[]> {
    const found = await this.#pool.ask(sources.map((source) => this.#send(source)));
    return found.map((one) => one && { ...one, derived: JSON.parse(one.text) as ReadFacts["derived"] });
  }

  /** Ends the threads, whatever they are reading. */
  close(): Promise<void> {
    return this.#pool.close();
  }

  #send({ picture, sidecar, file, sidecarFile, albumType, template }: FactSource): SentSource {
    return {
      picture: picture.toString("latin1"),
      sidecar: sidecar?.toString("latin1") ?? null,
      file,
      sidecarFile,
      albumType,
      template: template === undefined ? -1 : this.#templates.indexOf(template),
    };
  }
}
