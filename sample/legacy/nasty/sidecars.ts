import { drawBands } from "../png-file.js";
import { writeAll } from "./pictures.js";

const MIB = 1024 * 1024;
const FOLDER = "card_deck_sidecars";

/** Sidecars by the name of their image: what a program or a person may have left behind. */
const CONTENTS: { readonly [image: string]: () => Buffer } = {
  list: () => Buffer.from("[]"),
  nothing: () => Buffer.from("null"),
  number: () => Buffer.from("42"),
  text: () => Buffer.from("a fox in the snow"),
  empty: () => Buffer.alloc(0),
  cut: () => Buffer.from('{"prompt": "a fox'),
  deep: () => Buffer.from(`{"a": ${"[".repeat(200_000)}`),
  long: () => Buffer.concat([Buffer.from('{"prompt": "'), Buffer.alloc(50 * MIB, "a"), Buffer.from('"}')]),
  bom: () => Buffer.from('\ufeff{"prompt": "a fox"}'),
  utf16: () => Buffer.from('\ufeff{"prompt": "a füchsin"}', "utf16le"),
  utf16_big: () => Buffer.from('\ufeff{"prompt": "a füchsin"}', "utf16le").swap16(),
  latin1: () => Buffer.from('{"prompt": "a füchsin"}', "latin1"),
  nan: () => Buffer.from('{"prompt": "NaN is a bread", "guidance_scale": NaN, "score": -Infinity}'),
  twice: () => Buffer.from('{"prompt": "a fox", "steps": 20, "steps": 30}'),
  seed: () => Buffer.from('{"seed": 18446744073709551615, "loss": 0.1}'),
  negative_seed: () => Buffer.from('{"seed": -9223372036854775809}'),
  text_seed: () => Buffer.from('{"seed": "00123", "steps": "25"}'),
  misfits: () => Buffer.from('{"seed": 1.5, "steps": "many", "prompt": ["a"], "loras": [{"weight": 1}]}'),
  zero: () => Buffer.from('{"prompt": "a\\u0000fox \\ud800 here"}'),
  keys: () => Buffer.from('{"__proto__": {"prompt": "x"}, "constructor": 1, "toString": null}'),
};

/** Images with every kind of sidecar, one without, sidecars without images, and pairs that could be mixed up. */
export function writeNastySidecars(dir: string): void {
  const draw = (name: string): Buffer => drawBands(`sidecars/${name}`, 64, 64);
  const files = Object.entries(CONTENTS).flatMap(([name, content]): [string, Buffer][] => [
    [`${FOLDER}/${name}.png`, draw(name)],
    [`${FOLDER}/${name}.json`, content()],
  ]);
  const describe = (prompt: string): Buffer => Buffer.from(JSON.stringify({ prompt }));
  writeAll(dir, {
    ...Object.fromEntries(files),
    [`${FOLDER}/lonely.png`]: draw("lonely"),
    [`${FOLDER}/orphan.json`]: describe("an orphan"),
    [`${FOLDER}/both.png`]: draw("both, PNG"),
    [`${FOLDER}/both.gif`]: Buffer.from("R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==", "base64"),
    [`${FOLDER}/both.json`]: describe("of which?"),
    [`${FOLDER}/exact.png`]: draw("exact"),
    [`${FOLDER}/exact.png.json`]: describe("the exact one"),
    [`${FOLDER}/exact.json`]: describe("the other one"),
  });
}
