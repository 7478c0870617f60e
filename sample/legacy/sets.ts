import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "csv-parse/sync";
import { parse as parseYaml } from "yaml";
import { expandPrompt, type Item, nameItem } from "../../src/model/prompt.js";

/** One item of a shipped set: its cells, its name, and the prompt that the set makes of it. */
export interface SetItem {
  readonly cells: Item;
  readonly name: string;
  readonly prompt: string;
}

interface SetManifest {
  readonly items: { readonly csv: string; readonly key: string };
  readonly base_prompt: string;
  readonly prompt_template: string;
  readonly style_suffix: string;
  readonly generation: {
    readonly negative_prompt: string;
    readonly steps: number;
    readonly guidance_scale: number;
  };
}

/** What the sample takes from a set's manifest. */
interface SampleSet {
  readonly items: readonly SetItem[];
  readonly generation: SetManifest["generation"];
}

/** The items of manifests/sets/<slug>.yaml in the order of its CSV, their prompts in a theme. */
export function readSet(projectDir: string, slug: string, theme: string): SampleSet {
  const file = join(projectDir, "manifests/sets", `${slug}.yaml`);
  const manifest = parseYaml(readFileSync(file, "utf8")) as SetManifest;
  const { base_prompt, prompt_template, style_suffix, generation } = manifest;
  const rows: Item[] = parse(readFileSync(join(dirname(file), manifest.items.csv)), { columns: true });
  const items = rows.map((cells) => ({
    cells,
    name: nameItem(manifest.items.key, cells),
    prompt: expandPrompt({ base_prompt, prompt_template, style_suffix }, cells, theme),
  }));
  return { items, generation };
}
