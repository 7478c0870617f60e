import type { DriftDraft } from "../../../adopt/adopt-drift.js";
import type { AdoptReport, adoptOwned } from "../../../engine/adopt.js";
import { count } from "../../../model/words.js";
import { printable } from "../../../report/text/printable.js";
import type { Output } from "../../terminal/output.js";

/** Prints what was adopted; `listsOnly`: what could be. */
export function printAdopted(
  { manifests, remarks, missing, markers }: AdoptReport,
  listsOnly: boolean,
  output: Output,
): void {
  for (const { address, images, file } of manifests)
    output.print(
      listsOnly
        ? `${address} (${count(images, "image")})`
        : `+ ${file}: ${address}, ${count(images, "image")}`,
    );
  if (manifests.length === 0) output.print("Nothing in the database is without an owner.");
  printRemarks(remarks, output);
  for (const address of missing)
    output.warn(
      `error: nothing that is free is called ${address}; ${output.hint("sync adopt lists what is")}`,
    );
  for (const file of markers) output.print(`+ ${file}`);
  if (!listsOnly && manifests.length > 0) output.say("Next: review the manifests, then run: sync plan");
}

/** Prints which fields took the values of the database. */
export function printDrift(
  { fields, remarks }: Pick<DriftDraft, "fields" | "remarks">,
  output: Output,
): void {
  for (const field of fields) output.print(`~ ${field.address} ${field.field}: ${showDrift(field)}`);
  printRemarks(remarks, output);
  if (fields.length === 0) output.print("Nothing that a manifest declares was edited in the database.");
}

/** Prints the manifests of what the estate owns. */
export function printOwned(manifests: Awaited<ReturnType<typeof adoptOwned>>, output: Output): void {
  for (const { address, action, file } of manifests)
    output.print(`${action === "kept" ? "=" : "+"} ${file}: ${address}`);
}

function printRemarks(remarks: AdoptReport["remarks"], output: Output): void {
  for (const { code, message, help } of remarks)
    output.warn(`warning[${code}] ${message}\n  ${output.hint(help)}`);
}

function showDrift(field: DriftDraft["fields"][number]): string {
  if ("live" in field) return JSON.stringify(field.live);
  const parts = [
    ...field.added.map((member) => `+ ${printable(member)}`),
    ...field.removed.map((member) => `- ${printable(member)}`),
    ...(field.reordered ? ["in another order"] : []),
  ];
  return parts.join(", ");
}
