import { circle, group, mirror, path, place } from "../draw/svg.js";

/** A sitting fox about 180 high, its paws at the origin. */
export function drawFox(fur: string, line: string): string {
  const tail = path("M34 -6C110 6 128 -64 92 -112C104 -60 74 -40 30 -46Z", { fill: fur });
  const tip = path("M92 -112C114 -86 116 -60 108 -44C98 -58 98 -74 84 -84C94 -92 94 -100 92 -112Z", {
    fill: "#fdf6e6",
  });
  const body = path("M-44 0C-54 -60 -34 -104 0 -112C34 -104 54 -60 44 0Z", { fill: fur });
  const chest = path("M-16 -98C-24 -60 -14 -34 0 -26C14 -34 24 -60 16 -98Z", { fill: "#fdf6e6" });
  const legs = mirror(
    path("M6 -40L8 0H28L24 -44Z", { fill: fur }),
    path("M8 -12V0H28L26 -12Z", { fill: line }),
  );
  return group({}, tail, tip, body, legs, chest, place(0, -134, {}, drawHead(fur, line)));
}

function drawHead(fur: string, line: string): string {
  const ears = mirror(
    path("M14 -28L48 -74L54 -16Z", { fill: fur }),
    path("M26 -30L46 -58L48 -22Z", { fill: line }),
  );
  const face = path("M-56 -18C-40 -46 40 -46 56 -18C46 14 18 28 0 44C-18 28 -46 14 -56 -18Z", { fill: fur });
  const cheeks = mirror(path("M56 -18C46 14 18 28 0 44C2 24 10 4 56 -18Z", { fill: "#fdf6e6" }));
  const eyes = mirror(path("M14 -10Q24 -20 34 -12Q24 -4 14 -10Z", { fill: line }));
  return group({}, ears, face, cheeks, eyes, circle(0, 40, 8, { fill: line }));
}
