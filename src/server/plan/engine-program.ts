import { PlanMaker } from "../../engine/browse/plan-maker.js";
import type { PlanQuestion } from "../../engine/browse/plan-messages.js";

// The program of the process that makes plans for a server. It ends with the server, however that ends.

const maker = new PlanMaker();

process.on("message", (question) => {
  void maker.answer(question as PlanQuestion).then((answer) => process.send?.(answer));
});
process.once("disconnect", () => process.exit());
// Ctrl+C goes to every process of the terminal; the server decides when this one ends.
process.on("SIGINT", () => {});
