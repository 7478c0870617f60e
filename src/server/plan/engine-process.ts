import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Answer, FromProcess, Question, ToProcess } from "../../engine/background/messages.js";
import { unpackError } from "../../engine/background/thrown.js";
import { Superseded } from "../../engine/browse/plan-messages.js";
import { type Failure, failWith } from "../../engine/project/failure.js";
import type { ProgressEvent } from "../../engine/project/ports.js";

interface OpenQuestion {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
  readonly progress: (event: ProgressEvent) => void;
}

/**
 * A process that plans and applies. A plan of a hundred thousand changes takes seconds, in which the server has to answer
 * others, and memory that a thread would not give back.
 */
export class EngineProcess {
  readonly #child: ChildProcess;
  readonly #idleMs: number;
  readonly #open = new Map<number, OpenQuestion>();
  readonly #ended: Promise<void>;
  #next = 0;
  #idle: NodeJS.Timeout | undefined;
  #isEnded = false;
  #isRetired = false;

  /** `idleMs`: ends when nobody asked anything for so long, because it takes as much memory as a command. */
  constructor(idleMs: number) {
    this.#idleMs = idleMs;
    this.#child = fork(fileURLToPath(new URL("./engine-program.js", import.meta.url)), {
      // What was preloaded into this process is of no use there; stdout is for the line that sync serve prints.
      execArgv: [],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      serialization: "advanced",
    });
    this.#child.on("message", (message) => this.#take(message as FromProcess));
    this.#child.on("error", (error) => this.#fail(error));
    this.#ended = new Promise((resolve) => {
      this.#child.once("exit", () => {
        this.#fail(endedEarly());
        resolve();
      });
    });
  }

  get isBusy(): boolean {
    return this.#open.size > 0;
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Throws what the work threw, or Superseded when it was ended. */
  ask(question: Question, progress: OpenQuestion["progress"] = () => {}): Promise<Answer> {
    clearTimeout(this.#idle);
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#open.set(id, { resolve, reject, progress });
      this.#send({ id, question });
    });
  }

  /** Asks what writes to end at a safe point, and ends as soon as nothing is under way. */
  retire(): Promise<void> {
    this.#isRetired = true;
    if (!this.isBusy) this.end();
    else if (!this.#isEnded) this.#send({ stop: true });
    return this.#ended;
  }

  /** Ends at once, whatever is under way. */
  end(): void {
    this.#fail(new Superseded());
    this.#child.kill("SIGKILL");
  }

  #send(message: ToProcess): void {
    this.#child.send(message, (error) => error && this.#fail(endedEarly()));
  }

  #take(message: FromProcess): void {
    const asked = this.#open.get(message.id);
    if ("progress" in message) {
      asked?.progress(message.progress);
      return;
    }
    this.#open.delete(message.id);
    if ("answer" in message) asked?.resolve(message.answer);
    else asked?.reject(unpackError(message.thrown));
    if (!this.isBusy) this.#rest();
  }

  #rest(): void {
    if (this.#isRetired) this.end();
    else if (!this.#isEnded) this.#idle = setTimeout(() => this.end(), this.#idleMs).unref();
  }

  #fail(error: Error): void {
    this.#isEnded = true;
    clearTimeout(this.#idle);
    const open = [...this.#open.values()];
    this.#open.clear();
    for (const { reject } of open) reject(error);
  }
}

/** The answer, which has to be the one to a question of this name. */
export function takeAnswer<Name extends string>(
  answer: Answer,
  name: Name,
): Extract<Answer, { [K in Name]: unknown }> {
  if (name in answer) return answer as Extract<Answer, { [K in Name]: unknown }>;
  throw new Error("The process answered another question.");
}

function endedEarly(): Failure {
  return failWith(
    "failure",
    "plan-process-ended",
    "the process that makes and applies plans ended early",
    "Run sync plan in the project: it says why, and what is left to apply; too little memory is the usual reason.",
  );
}
