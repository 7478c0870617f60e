import { answerEdits } from "../../engine/background/answer-edits.js";
import type { Answer, FromProcess, Question, ToProcess } from "../../engine/background/messages.js";
import { packError } from "../../engine/background/thrown.js";
import { PlanMaker } from "../../engine/browse/plan-maker.js";
import { failWith } from "../../engine/project/failure.js";
import type { ProgressEvent } from "../../engine/project/ports.js";

// The program of a process that works for a server. It ends with the server, however that ends; a run that writes rows ends
// at a safe point first.

const maker = new PlanMaker();
const stopping = new AbortController();
let applying = 0;

process.on("message", (message: ToProcess) => {
  if ("stop" in message) stop();
  else void work(message.id, message.question);
});
process.once("disconnect", () => {
  stop();
  if (applying === 0) process.exit();
});
// Ctrl+C and a closed terminal reach every process of the group, systemd every one of the service; the server decides when this
// one ends, and without a server "disconnect" ends it.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});

async function work(id: number, question: Question): Promise<void> {
  const isApply = question.ask === "apply";
  if (isApply) applying++;
  try {
    tell({ id, answer: await answer(question, (progress) => tell({ id, progress })) });
  } catch (error) {
    tell({ id, thrown: packError(error) });
  }
  if (isApply) applying--;
  if (!process.connected && applying === 0) process.exit();
}

async function answer(question: Question, progress: (event: ProgressEvent) => void): Promise<Answer> {
  switch (question.ask) {
    case "preview":
    case "save":
    case "apply":
      return answerEdits(question, { signal: stopping.signal, progress });
    default:
      return maker.answer(question);
  }
}

function stop(): void {
  stopping.abort(
    failWith(
      "terminated",
      "interrupted",
      "the server was stopped",
      "Nothing is half-written. Start it again and apply the plan: it goes on where it stopped.",
    ),
  );
}

/** Nobody listens any more once the server is gone. */
function tell(message: FromProcess): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => {});
}
