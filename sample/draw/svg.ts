/** Attribute values of an SVG element; undefined leaves one out. */
export type Attributes = { readonly [name: string]: string | number | undefined };

export type Point = readonly [x: number, y: number];

/** Rows of numbers from `"1 2, 3 4"`. */
export function numbers(text: string): readonly (readonly number[])[] {
  return text.split(", ").map((row) => row.split(" ").map(Number));
}

/** Points from `"x y, x y"`. */
export function points(text: string): readonly Point[] {
  return numbers(text) as readonly Point[];
}

/** The attributes of a line with round ends and no filling. */
export function pen(stroke: string, width: number): Attributes {
  return { fill: "none", stroke, "stroke-width": width, "stroke-linecap": "round" };
}

/** Rounds to two decimals: short files, and no difference in the last bit of a double. */
export function round(value: number): number {
  return Math.round(value * 100) / 100 + 0;
}

/** One element as SVG text. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === "number" ? round(value) : value}"`)
    .join("");
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join("")}</${name}>`;
}

export function path(d: string, attributes: Attributes): string {
  return element("path", { d, ...attributes });
}

export function circle(cx: number, cy: number, r: number, attributes: Attributes): string {
  return element("circle", { cx, cy, r, ...attributes });
}

export function ellipse(cx: number, cy: number, rx: number, ry: number, attributes: Attributes): string {
  return element("ellipse", { cx, cy, rx, ry, ...attributes });
}

export function rect(x: number, y: number, width: number, height: number, attributes: Attributes): string {
  return element("rect", { x, y, width, height, ...attributes });
}

export function line([x1, y1]: Point, [x2, y2]: Point, attributes: Attributes): string {
  return element("line", { x1, y1, x2, y2, ...attributes });
}

export function polygon(points: readonly Point[], attributes: Attributes): string {
  return element("polygon", {
    points: points.map(([x, y]) => `${round(x)},${round(y)}`).join(" "),
    ...attributes,
  });
}

export function group(attributes: Attributes, ...children: readonly string[]): string {
  return element("g", attributes, ...children);
}

/** Children moved to (x, y), then turned by `rotate` degrees, then scaled. */
export function place(
  x: number,
  y: number,
  { scale = 1, rotate = 0 }: { readonly scale?: number; readonly rotate?: number },
  ...children: readonly string[]
): string {
  const transform = `translate(${round(x)} ${round(y)}) rotate(${round(rotate)}) scale(${Math.round(scale * 1000) / 1000})`;
  return group({ transform }, ...children);
}

/** Children and their mirror image to the left of x = 0. */
export function mirror(...children: readonly string[]): string {
  return group({}, ...children, group({ transform: "scale(-1 1)" }, ...children));
}

/** Children cut off outside the shape. `id` must be unique in the document. */
export function clip(id: string, shape: string, ...children: readonly string[]): string {
  return element("clipPath", { id }, shape) + group({ "clip-path": `url(#${id})` }, ...children);
}

/** A whole document; its origin is the top left corner. */
export function svgDocument(width: number, height: number, ...children: readonly string[]): string {
  return element(
    "svg",
    { xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}` },
    ...children,
  );
}
