import { makeTiffBlock } from "../exif.js";
import { pngWith, webpWithExif } from "./carriers.js";
import type { RecipeCase } from "./case.js";
import { CHAIN_GRAPHS } from "./comfy-chains.js";
import { apiPrompt, NUMBERINGS, USUAL, usual } from "./comfy-graph.js";
import { LOADER_GRAPHS } from "./comfy-loaders.js";
import { SPREAD_GRAPHS } from "./comfy-spread.js";
import { TEXT_GRAPHS } from "./comfy-texts.js";
import { WORKFLOW_CASES } from "./comfy-workflows.js";

const GRAPHS = [...CHAIN_GRAPHS, ...TEXT_GRAPHS, ...SPREAD_GRAPHS, ...LOADER_GRAPHS];

/** Every graph in each numbering, as PNG `prompt`, and one in each place that ComfyUI's savers use. */
export const COMFY_CASES: readonly RecipeCase[] = [
  ...GRAPHS.flatMap(({ name, nodes, expected }) =>
    NUMBERINGS.map((numbering) => ({
      name: `ComfyUI: ${name}, ids ${numbering}`,
      file: "a.png",
      picture: pngWith({ prompt: JSON.stringify(apiPrompt(nodes, numbering)), workflow: "{}" }),
      expected,
    })),
  ),
  ...listPlaces(),
  ...WORKFLOW_CASES,
];

function listPlaces(): readonly RecipeCase[] {
  const graph = JSON.stringify(apiPrompt(usual({}), "rising"));
  const text = (tag: number, value: string) => ({ tag, type: 2 as const, value: Buffer.from(`${value}\0`) });
  const webp = (
    name: string,
    prompt: number,
    workflow: number,
    words: readonly [string, string],
  ): RecipeCase => ({
    name: `ComfyUI: WebP, ${name}`,
    file: "a.webp",
    picture: webpWithExif(
      makeTiffBlock("MM", [text(workflow, `${words[1]}:{}`), text(prompt, `${words[0]}:${graph}`)]),
    ),
    expected: USUAL,
  });
  return [
    webp("Model and Make", 0x0110, 0x010f, ["prompt", "workflow"]),
    webp("Make and ImageDescription", 0x010f, 0x010e, ["Prompt", "Workflow"]),
    webp("ImageDescription and Make", 0x010e, 0x010f, ["PROMPT", "WORKFLOW"]),
    {
      name: "ComfyUI: resolved text beside the graph",
      file: "a.png",
      picture: pngWith({
        prompt: graph,
        workflow: "{}",
        parameters: "a lynx, drawn\nSteps: 3, Sampler: Euler, CFG scale: 1.0, Seed: 8",
      }),
      expected: {
        prompt: "a lynx, drawn",
        negative_prompt: null,
        seed: "8",
        steps: 3,
        guidance_scale: 1,
        "source.model": null,
      },
    },
    {
      name: "ComfyUI: both forms in one object",
      file: "a.png",
      picture: pngWith({ Description: JSON.stringify({ prompt: JSON.parse(graph), workflow: {} }) }),
      expected: USUAL,
    },
  ];
}
