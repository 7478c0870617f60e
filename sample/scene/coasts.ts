import { circle, group, line, path, place, points, polygon, rect } from "../draw/svg.js";
import { between, type Dice } from "../legacy/seeded.js";
import { bandedSky, glitter, glowingDisc, hill, ridge, starrySky } from "./parts.js";

export function drawLighthouse(dice: Dice): string {
  const sky = bandedSky(["#1d2b53", "#34437a", "#7a5c93", "#d98a7a", "#f4c07a"], 350);
  const beam = polygon(points("352 142, -10 60, -10 190"), { fill: "#fff2b8", "fill-opacity": 0.32 });
  const bands = [0, 1, 2].map((index) =>
    path(
      `M${-31 + index * 4} ${60 - index * 74}L${-27 + index * 4} ${23 - index * 74}H${27 - index * 4}L${31 - index * 4} ${60 - index * 74}Z`,
      { fill: "#c0392f" },
    ),
  );
  const top =
    rect(-26, -160, 52, 14, { fill: "#2b2436" }) +
    rect(-17, -196, 34, 36, { fill: "#ffe9a0" }) +
    path("M-24 -196L0 -224L24 -196Z", { fill: "#2b2436" });
  const house = place(352, 330, {}, path("M-32 62L-18 -150H18L32 62Z", { fill: "#f6ead0" }), ...bands, top);
  const rock = path("M250 400L292 378L330 384L420 380L470 402L512 396V512H230Z", { fill: "#2b2436" });
  return group(
    {},
    sky,
    rect(0, 350, 512, 162, { fill: "#26406b" }),
    glitter(dice, 120, 360, 500, "#f4c07a"),
    beam,
    rock,
    house,
  );
}

export function drawSailingShip(dice: Dice): string {
  const sky = bandedSky(["#f7d9a0", "#f5bf7f", "#ee9a66", "#d8705c"], 330);
  const sails = path("M0 -176C66 -140 84 -80 70 -22H0ZM-10 -150C-60 -110 -74 -70 -66 -22H-10Z", {
    fill: "#fff4dd",
  });
  const hull = path("M-96 0H104C92 34 72 48 44 50H-52C-76 46 -90 24 -96 0Z", { fill: "#4a2a2a" });
  const ship = place(
    262,
    326,
    { rotate: -3 },
    line([-4, 0], [-4, -190], { stroke: "#4a2a2a", "stroke-width": 7 }),
    sails,
    hull,
    path("M-4 -190L36 -180L-4 -168Z", { fill: "#b7352f" }),
  );
  const waves = [352, 392, 440].map((y, index) =>
    path(`M-20 ${y}${"q22 -20 44 0t44 0".repeat(7)}V512H-20Z`, {
      fill: ["#3f7f93", "#2f6a80", "#22526a"][index],
    }),
  );
  const gulls = Array.from({ length: 5 }, () =>
    place(
      between(dice, 40, 470),
      between(dice, 50, 170),
      { scale: between(dice, 0.6, 1.1) },
      path("M-16 0Q-8 -12 0 0Q8 -12 16 0", { fill: "none", stroke: "#5a3b3b", "stroke-width": 3 }),
    ),
  );
  return group(
    {},
    sky,
    glowingDisc(398, 238, 44, "#fff0c0"),
    ...gulls,
    waves[0] as string,
    ship,
    ...waves.slice(1),
  );
}

export function drawFjord(dice: Dice): string {
  const sky = rect(0, 0, 512, 512, { fill: "#0f1f3a" }) + starrySky(dice, 60, 300, "#dfeaf2");
  const curtains = [
    ["#3fd0a0", 0],
    ["#5aa8d8", 60],
    ["#8a6fd0", 120],
  ] as const;
  const lights = curtains.map(([fill, shift]) =>
    path(
      `M${-40 + shift} 210C${80 + shift} 60 ${150 + shift} 240 ${250 + shift} 90S${400 + shift} 120 ${560 + shift} 40V${130}C${430 + shift} 200 ${360 + shift} 150 ${270 + shift} 190S${120 + shift} 300 ${-40 + shift} 290Z`,
      { fill, "fill-opacity": 0.42 },
    ),
  );
  const slopes = path(
    "M0 190L60 150L120 240L190 330L230 372H0ZM512 150L450 190L400 270L340 330L290 372H512Z",
    { fill: "#1b2f4d" },
  );
  const snow = path("M60 150L92 200L70 196L52 214L30 176ZM512 150L450 190L426 232L460 214L486 232L512 206Z", {
    fill: "#dfe9f2",
  });
  const hut = place(
    112,
    472,
    {},
    rect(-22, -24, 44, 26, { fill: "#b7352f" }),
    path("M-28 -24L0 -46L28 -24Z", { fill: "#3a2530" }),
    rect(-6, -16, 12, 10, { fill: "#ffe08a" }),
  );
  return group(
    {},
    sky,
    ...lights,
    ridge(dice, 360, 90, "#24395c"),
    slopes,
    snow,
    rect(0, 370, 512, 142, { fill: "#16304f" }),
    glitter(dice, 270, 384, 500, "#3fa58f"),
    hill(dice, 470, 16, "#0c1a2e"),
    hut,
  );
}

export function drawVolcano(dice: Dice): string {
  const sky = bandedSky(["#2a1736", "#4b1f44", "#7d2a48", "#b94a3f"], 380);
  const smoke = Array.from({ length: 9 }, (_, index) =>
    circle(262 + index * 15 + between(dice, -16, 16), 150 - index * 15, 22 + index * 5, {
      fill: index % 2 === 0 ? "#5b4358" : "#6d5066",
    }),
  );
  const cone = path("M40 430L208 176L236 190L262 178L288 192L308 176L480 430Z", { fill: "#2b1c2b" });
  const lava = path(
    "M226 186C246 230 214 260 232 310C246 350 214 380 222 430H246C244 390 268 350 254 306C244 262 268 230 262 182ZM286 190C300 240 326 270 330 330C334 372 350 400 356 430H374C366 390 352 360 346 320C338 270 312 240 300 184Z",
    { fill: "#ff8a2a" },
  );
  const embers = Array.from({ length: 24 }, () =>
    circle(between(dice, 180, 350), between(dice, 40, 176), between(dice, 1.5, 3.6), { fill: "#ffc14a" }),
  );
  return group(
    {},
    sky,
    ...smoke,
    ...embers,
    cone,
    lava,
    rect(0, 424, 512, 88, { fill: "#1c1626" }),
    glitter(dice, 250, 434, 504, "#e8642a"),
  );
}

export function drawHarbourTown(dice: Dice): string {
  const sky = bandedSky(["#8fc7e0", "#b4dbe6", "#e6ebd8"], 300);
  const paints = ["#d9694f", "#e9b44c", "#f2e3c6", "#6fa6a0", "#c9546a", "#7f93c0"];
  const houses = paints.map((fill, index) => {
    const height = between(dice, 90, 150);
    const panes = [0, 1, 2, 3].map((pane) =>
      rect(-26 + (pane % 2) * 34, -height + 24 + Math.floor(pane / 2) * 42, 17, 24, { fill: "#fdf6da" }),
    );
    return place(
      50 + index * 82,
      344,
      {},
      rect(-39, -height, 78, height, { fill }),
      path(`M-44 ${-height}L0 ${-height - 44}L44 ${-height}Z`, { fill: "#7a3f35" }),
      ...panes,
    );
  });
  const boats = [130, 360].map((x, index) =>
    place(
      x,
      430 + index * 22,
      {},
      path("M-50 0H50L34 24H-34Z", { fill: index === 0 ? "#b7352f" : "#2c4f86" }),
      line([0, 0], [0, -92], { stroke: "#5a3a2a", "stroke-width": 5 }),
      path("M6 -86L46 -10H6Z", { fill: "#fffaf0" }),
    ),
  );
  return group(
    {},
    sky,
    hill(dice, 236, 30, "#8fb58a"),
    ...houses,
    rect(0, 342, 512, 14, { fill: "#8a7a6a" }),
    rect(0, 356, 512, 156, { fill: "#3f86a6" }),
    glitter(dice, 256, 368, 500, "#8fc7d8"),
    ...boats,
  );
}
