import { momentsFrom } from "../legacy/moments.js";
import { readSet } from "../legacy/sets.js";
import { BRASS, type ChartTheme, drawSign, PARCHMENT } from "../zodiac/picture.js";
import type { SampleFolder, SamplePicture } from "./folder.js";

interface Run {
  readonly stamp: string;
  readonly start: string;
  readonly theme: string;
  readonly chart: ChartTheme;
  readonly made: number;
}

/** The two runs of the zodiac: one given up after eight signs, one complete. */
export function zodiacFolders(projectDir: string): readonly SampleFolder[] {
  const brass = {
    stamp: "20251013_204136",
    start: "2025-10-13T20:41:43",
    theme: "Brass astrolabe",
    chart: BRASS,
    made: 8,
  };
  const parchment = {
    stamp: "20251013_210029",
    start: "2025-10-13T21:00:36",
    theme: "Ink on parchment",
    chart: PARCHMENT,
    made: 12,
  };
  return [brass, parchment].map((run) => ({
    path: `outputs/zodiac_${run.stamp}`,
    pictures: drawRun(projectDir, run),
  }));
}

function drawRun(projectDir: string, { stamp, start, theme, chart, made }: Run): readonly SamplePicture[] {
  const { items, generation } = readSet(projectDir, "zodiac", theme);
  return momentsFrom(start, 7, made).map((moment, index) => {
    const { cells, name, prompt } = items[index] as (typeof items)[number];
    const element = cells.element ?? "";
    return {
      file: `${moment.stamp}_${name}.png`,
      sidecar: {
        prompt,
        negative_prompt: generation.negative_prompt,
        model: "runwayml/stable-diffusion-v1-5",
        width: 512,
        height: 512,
        steps: generation.steps,
        guidance_scale: generation.guidance_scale,
        seed: null,
        timestamp: moment.saved,
      },
      draw: () => drawSign(name, element, chart, `${stamp} ${name}`),
    };
  });
}
