import type { TemplateDetail } from "../../api/types.js";
import type { Table } from "../grid/table.js";
import type { Values } from "./values.js";

/** What is being edited. `text`: the manifest as typed in the YAML tab, which then stands for the values. */
export interface Content {
  readonly values: Values;
  readonly table: Table;
  readonly text: string | undefined;
}

/** What was on disk when editing began. */
export interface Base extends Content {
  readonly detail: TemplateDetail;
}
