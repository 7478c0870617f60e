import { type Address, type Kind, kindOf, nameOf } from "../../model/address.js";
import { layoutOf } from "../backend/columns.js";
import { NO_TIES, readTies, type TieMap, type Ties } from "../backend/ties.js";
import type { Execution } from "./execution.js";

/** What rows of a kind may name, by the records as this execution has left them. They are read once. */
export function tiesOf(execution: Execution, kind: Kind): Ties {
  const { tie } = layoutOf(execution.session, kind);
  return tie === undefined ? NO_TIES : known(execution, tie.ties);
}

/** Notes which row the record of an address names from here on; undefined: there is no such record any more. */
export function noteTie(execution: Execution, address: Address, rowId: number | undefined): void {
  const { tie } = layoutOf(execution.session, "album");
  if (tie?.ties !== kindOf(address)) return;
  const ties = known(execution, tie.ties);
  if (rowId === undefined) ties.delete(nameOf(address));
  else ties.set(nameOf(address), rowId);
}

function known(execution: Execution, kind: Kind): TieMap {
  execution.ties ??= readTies(execution.session, execution.estate, kind);
  return execution.ties;
}
