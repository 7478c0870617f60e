import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type PlanAnswer, type PlanQuestion, Superseded } from "../../engine/browse/plan-messages.js";
import { Failure, failWith } from "../../engine/project/failure.js";

interface OpenQuestion {
  readonly resolve: (answer: PlanAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** A process that nobody asked anything for so long ends: it takes as much memory as a command. */
const IDLE_MS = 20_000;

/**
 * The process that makes plans. One of a hundred thousand changes takes seconds, in which the server has to answer others,
 * and memory that a thread would not give back.
 */
export class Planner {
  /** Of the state that its newest plan is of. */
  key = "";
  readonly #child: ChildProcess;
  readonly #open: OpenQuestion[] = [];
  #idle: NodeJS.Timeout | undefined;
  #isEnded = false;

  constructor() {
    this.#child = fork(fileURLToPath(new URL("./plan-process.js", import.meta.url)), {
      // What was preloaded into this process is of no use there; stdout is for the line that sync serve prints.
      execArgv: [],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      serialization: "advanced",
    });
    this.#child.on("message", (answer) => {
      this.#open.shift()?.resolve(answer as PlanAnswer);
      if (this.#open.length === 0) this.#rest();
    });
    this.#child.on("error", (error) => this.#fail(error));
    this.#child.once("exit", () => this.#fail(endedEarly()));
  }

  get isBusy(): boolean {
    return this.#open.length > 0;
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Throws the failure that the plan ended in, or Superseded. */
  async ask(question: PlanQuestion): Promise<PlanAnswer> {
    clearTimeout(this.#idle);
    const answer = await new Promise<PlanAnswer>((resolve, reject) => {
      this.#open.push({ resolve, reject });
      this.#child.send(question);
    });
    if ("failure" in answer) throw new Failure(answer.failure.kind, answer.failure.diagnostics);
    if ("error" in answer) throw Object.assign(new Error(answer.error.message), answer.error);
    return answer;
  }

  end(): void {
    this.#fail(new Superseded());
    this.#child.kill("SIGKILL");
  }

  #rest(): void {
    this.#idle = setTimeout(() => this.end(), IDLE_MS).unref();
  }

  #fail(error: Error): void {
    this.#isEnded = true;
    clearTimeout(this.#idle);
    for (const { reject } of this.#open.splice(0)) reject(error);
  }
}

function endedEarly(): Failure {
  return failWith(
    "failure",
    "plan-process-ended",
    "the process that makes plans ended early",
    "Run sync plan in the project, which says why; too little memory is the usual reason.",
  );
}
