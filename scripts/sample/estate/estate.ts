import type { SampleAlbum } from "./album.js";
import { cardAlbums } from "./cards.js";
import { loraTestsAlbum } from "./lora-tests.js";
import { referencePackAlbum } from "./reference-pack.js";
import { zodiacAlbums } from "./signs.js";
import { singlesAlbum } from "./singles.js";
import { tarotAlbum } from "./tarot.js";

/** Every album of the sample estate; prompts come from the sets under `projectDir`. */
export function sampleAlbums(projectDir: string): readonly SampleAlbum[] {
  return [
    ...cardAlbums(projectDir),
    tarotAlbum(projectDir),
    loraTestsAlbum(),
    referencePackAlbum(),
    singlesAlbum(),
    ...zodiacAlbums(projectDir),
  ];
}
