import { drawOrnament, ORNAMENT_NAMES, type Ornament } from "../ornament/picture.js";
import { labelsFor, type SampleAlbum } from "./album.js";

const CAPTIONS: { readonly [name in Ornament]: string } = {
  Lattice: "a green lattice with red eight-petalled flowers on cream",
  Rosette: "one great rosette of gold and red petals on dark blue",
  Scales: "overlapping fan-shaped scales in two shades of teal",
  Waves: "rows of curling waves in pale blue and sand on navy",
  Knot: "four-looped knots in gold and brown on charcoal",
  "Star Tiles": "eight-pointed star tiles in blue and orange",
  Herringbone: "brown herringbone of slanted bricks",
  Meander: "rows of a red Greek key between dark rules",
  Quatrefoil: "pink quatrefoils with cream hearts on plum",
  Feathers: "overlapping green feathers with golden eyes",
  Honeycomb: "an amber honeycomb with a bee in every third cell",
  Vines: "climbing green vines with rose-coloured blossoms",
};

/** Twelve pattern studies for training: no sidecars, so all that is known about one is its name and its caption. */
export function referencePackAlbum(): SampleAlbum {
  return {
    slug: "reference-packs/ornament-studies",
    comment: "No sidecars and no times in the names: created_at stays undeclared, the captions are ours.",
    name: "Ornament Studies",
    type: "reference-pack",
    public: false,
    trainingSource: true,
    provenance: {
      source: "image packs/Ornament Studies",
      license: "own work",
      notes: "pattern studies, names only",
    },
    pictures: ORNAMENT_NAMES.map((name, index) => ({
      sourceFile: `Ornament Studies/${String(index + 1).padStart(2, "0")} ${name}.png`,
      width: 512,
      height: 512,
      labels: labelsFor(["ornament", name.toLowerCase()], CAPTIONS[name]),
      draw: () => drawOrnament(name),
    })),
  };
}
