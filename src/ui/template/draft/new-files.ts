import type { FileEdit } from "../../api/edit-types.js";
import type { Json, TemplateDetail } from "../../api/types.js";
import { csvText } from "../grid/table.js";
import type { Content } from "./content.js";
import type { Values } from "./values.js";

/** Folders of the first template that there is; the usual ones when there is none. */
interface Folders {
  readonly manifests: string;
  readonly tables: string;
}

/** A template that has no file yet. Its items go to a CSV file of the same name. */
export function newTemplate(slug: string, name: string, folders: Folders): TemplateDetail {
  return {
    slug,
    file: `${folders.manifests}/${slug}.yaml`,
    etag: null,
    text: null,
    declared: {
      slug,
      name,
      items: { key: "{name}" },
      base_prompt: "",
      prompt_template: "{name}",
      style_suffix: "",
    },
    csv: {
      file: `${folders.tables}/${slug.replaceAll("-", "_")}.csv`,
      etag: "",
      header: ["name"],
      rows: [[""]],
    },
    state: "undeclared",
    drift: [],
    albums: [],
    diagnostics: [],
  };
}

/** The files of a new template: manifest and table. */
export function newFiles(file: string, table: string, content: Content): readonly FileEdit[] {
  const text = content.text ?? manifestText(content.values, relativePath(file, table));
  const rows = content.table.rows.filter((row) => row.cells.some((cell) => cell.trim() !== ""));
  return [
    { file, etag: null, text },
    { file: table, etag: null, text: csvText({ ...content.table, rows }) },
  ];
}

function manifestText(values: Values, table: string): string {
  const lines = ["kind: set-template"];
  const add = (key: string, value: Json | undefined, indent = "") => {
    if (value === undefined || value === null || value === "") return;
    lines.push(`${indent}${key}: ${scalar(value)}`);
  };
  for (const key of ["slug", "name", "description", "public", "training_source"]) add(key, values[key]);
  lines.push("items:");
  add("csv", table, "  ");
  add("key", values["items.key"], "  ");
  for (const key of ["base_prompt", "prompt_template", "style_suffix", "example_theme"])
    add(key, values[key]);
  const generation = Object.entries(values).filter(
    ([key, value]) => key.startsWith("generation.") && value !== undefined,
  );
  if (generation.length > 0) lines.push("generation:");
  for (const [key, value] of generation) add(key.slice("generation.".length), value, "  ");
  const loras = Array.isArray(values.loras) ? values.loras : [];
  if (loras.length > 0) lines.push("loras:");
  for (const lora of loras) {
    lines.push(`  - path: ${scalar(lora.path)}`);
    add("weight", lora.weight, "    ");
    add("name", lora.name, "    ");
  }
  add("protect", values.protect);
  return `${lines.join("\n")}\n`;
}

/** A plain scalar where YAML reads it as the same text, else a quoted one. */
function scalar(value: Json): string {
  if (typeof value !== "string") return JSON.stringify(value);
  const isPlain =
    /^[A-Za-z][\w ,.;'()/-]*$/.test(value) && !/ $|^(true|false|null|yes|no|on|off|y|n)$/i.test(value);
  return isPlain ? value : JSON.stringify(value);
}

/** The way from a file to another one, both below the project. */
function relativePath(from: string, to: string): string {
  const start = from.split("/").slice(0, -1);
  const end = to.split("/");
  let same = 0;
  while (same < start.length && same < end.length - 1 && start[same] === end[same]) same += 1;
  return [...start.slice(same).map(() => ".."), ...end.slice(same)].join("/");
}
