import { BRASS, type ChartTheme, drawSign, PARCHMENT } from "../zodiac/picture.js";
import { labelsFor, type SampleAlbum, type SamplePicture } from "./album.js";
import { momentsFrom } from "./moments.js";
import { readSet } from "./sets.js";

interface Run {
  readonly stamp: string;
  readonly start: string;
  readonly theme: string;
  readonly chart: ChartTheme;
  readonly made: number;
}

/** The two runs of the zodiac: one given up after eight signs, one complete. */
export function zodiacAlbums(projectDir: string): readonly SampleAlbum[] {
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
  return [
    {
      ...zodiacAlbum(
        "20251013-204136",
        "Zodiac, 13 October 2025, 20:41",
        "aborted after Scorpio, 8 of 12 signs",
      ),
      pictures: drawRun(projectDir, brass),
    },
    {
      ...zodiacAlbum("20251013-210029", "Zodiac, 13 October 2025, 21:00", "complete, all 12 signs"),
      pictures: drawRun(projectDir, parchment),
    },
  ];
}

function zodiacAlbum(stamp: string, name: string, notes: string): Omit<SampleAlbum, "pictures"> {
  return {
    slug: `zodiac/zodiac-${stamp}`,
    name,
    type: "zodiac",
    setTemplate: "zodiac",
    public: true,
    trainingSource: false,
    provenance: { source: `outputs/zodiac_${stamp.replace("-", "_")}`, license: "own work", notes },
  };
}

function drawRun(projectDir: string, { stamp, start, theme, chart, made }: Run): readonly SamplePicture[] {
  const { items, generation } = readSet(projectDir, "zodiac", theme);
  return momentsFrom(start, 7, made).map((moment, index) => {
    const { cells, name, prompt } = items[index] as (typeof items)[number];
    const element = cells.element ?? "";
    return {
      sourceFile: `zodiac_${stamp}/${moment.stamp}_${name}.png`,
      width: 512,
      height: 512,
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
      item: name,
      labels: labelsFor([name.toLowerCase(), element.toLowerCase()]),
      draw: () => drawSign(name, element, chart, `${stamp} ${name}`),
    };
  });
}
