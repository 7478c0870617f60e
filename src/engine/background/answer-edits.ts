import { cutChanges, headOf } from "../browse/plan-parts.js";
import { collectWarnings, type Ports, type ProgressEvent } from "../project/ports.js";
import { openProject, type Project, type ProjectRequest } from "../project/project.js";
import type { EditAnswer, EditQuestion } from "./messages.js";

/** What the work is done for. */
interface Listener {
  /** Aborts when the work is to end at a safe point. */
  readonly signal: AbortSignal;
  readonly progress: (event: ProgressEvent) => void;
}

/** Previews or saves edits, or applies a plan. Throws as these do. */
export async function answerEdits(question: EditQuestion, listener: Listener): Promise<EditAnswer> {
  const project = await open(question.request, listener);
  if (question.ask === "apply") {
    const { applyExpected } = await import("../apply/apply-expected.js");
    return { report: await applyExpected(project, question.planId) };
  }
  if (question.ask === "save") {
    const { saveEdits } = await import("../edit/save.js");
    const { files, preview, undo } = await saveEdits(project, question.edits);
    return { saved: { files, planId: preview.plan?.planId ?? null, undo } };
  }
  const { previewEdits } = await import("../edit/preview.js");
  const { plan, ...preview } = await previewEdits(project, question.edits);
  const start = plan && {
    ...headOf(plan),
    changes: cutChanges(plan, { offset: 0, limit: question.most }),
  };
  return { preview: { ...preview, plan: start } };
}

function open(request: ProjectRequest, { signal, progress }: Listener): Promise<Project> {
  const ports: Ports = { ...collectWarnings([]), takeSignal: () => signal, progress: spaceOut(progress) };
  return openProject(request, ports);
}

/** As often as a person can follow; there may be an event for each of a hundred thousand pictures. */
const EVERY_MS = 50;

/** Leaves out events that come soon after another one of their phase; the first and the last of a phase are told. */
function spaceOut(tell: (event: ProgressEvent) => void): (event: ProgressEvent) => void {
  let last = { phase: "", at: 0 };
  return (event) => {
    const at = performance.now();
    if (event.phase === last.phase && event.done < event.total && at - last.at < EVERY_MS) return;
    last = { phase: event.phase, at };
    tell(event);
  };
}
