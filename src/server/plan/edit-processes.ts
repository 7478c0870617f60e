import { setTimeout } from "node:timers/promises";
import type { PreviewStart, SaveOutcome } from "../../engine/background/messages.js";
import { Superseded } from "../../engine/browse/plan-messages.js";
import type { FileChange } from "../../engine/edit/file-change.js";
import type { ProgressEvent } from "../../engine/project/ports.js";
import type { ProjectRequest } from "../../engine/project/project.js";
import type { ApplyReport } from "../../model/apply-report.js";
import { EngineProcess, takeAnswer } from "./engine-process.js";

/** Whoever edits looks at a preview again after the next edit: a warm process answers sooner. */
const IDLE_MS = 120_000;
/** A person waits: whoever else writes is named at once. */
const LOCK_TIMEOUT_MS = 1_000;

/** Previews, saves and applies in processes of their own: each of them plans. */
export class EditProcesses {
  readonly #request: ProjectRequest;
  #editor: EngineProcess | undefined;
  readonly #applying = new Set<EngineProcess>();
  #isClosed = false;

  constructor(request: ProjectRequest) {
    this.#request = request;
  }

  /** `most`: how many changes of the plan are wanted. Throws as previewEdits does. */
  async preview(edits: readonly FileChange[], most: number): Promise<PreviewStart> {
    const answer = await this.#openEditor().ask({ ask: "preview", request: this.#request, edits, most });
    return takeAnswer(answer, "preview").preview;
  }

  /** Throws as saveEdits does. */
  async save(edits: readonly FileChange[]): Promise<SaveOutcome> {
    const answer = await this.#openEditor().ask({ ask: "save", request: this.#request, edits });
    return takeAnswer(answer, "saved").saved;
  }

  /** Throws as applyExpected does. */
  async apply(planId: string, progress: (event: ProgressEvent) => void): Promise<ApplyReport> {
    if (this.#isClosed) throw new Superseded();
    const runner = new EngineProcess(0);
    this.#applying.add(runner);
    try {
      const request = { ...this.#request, lockTimeoutMs: LOCK_TIMEOUT_MS };
      return takeAnswer(await runner.ask({ ask: "apply", request, planId }, progress), "report").report;
    } finally {
      this.#applying.delete(runner);
      runner.end();
    }
  }

  /** Lets what is under way end within so many milliseconds; a run that writes goes on to a safe point, also beyond that. */
  async close(graceMs: number): Promise<void> {
    this.#isClosed = true;
    const ends = Promise.all([this.#editor, ...this.#applying].map((one) => one?.retire()));
    await Promise.race([ends, setTimeout(graceMs, undefined, { ref: false })]);
    // A save leaves the old file or the new one, whenever it is killed.
    this.#editor?.end();
  }

  #openEditor(): EngineProcess {
    if (this.#isClosed) throw new Superseded();
    if (this.#editor === undefined || this.#editor.isEnded) this.#editor = new EngineProcess(IDLE_MS);
    return this.#editor;
  }
}
