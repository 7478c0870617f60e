const SIZE = 13;
const COLUMN = 7.83;
const LINE = 19;
const MARGIN = 18;
const BAR = 30;

/** SGR codes that the program prints → CSS; codes that end one are not here. */
const STYLES: { readonly [code: string]: string } = {
  1: "font-weight:bold",
  2: "fill:#8b949e",
  31: "fill:#ff7b72",
  32: "fill:#7ee787",
  33: "fill:#e3b341",
  36: "fill:#79c0ff",
};
/** Which code another one ends. */
const ENDS: { readonly [code: string]: readonly string[] } = { 22: ["1", "2"], 39: ["31", "32", "33", "36"] };

/** What a command prints with colours, as an SVG of a terminal window. Throws for a colour that it does not know. */
export function drawTerminal(command: string, output: string): string {
  const lines = [`\u001b[2m$\u001b[22m ${command}`, ...output.trimEnd().split("\n")];
  const columns = Math.max(...lines.map((line) => plainLength(line)));
  const width = Math.ceil(columns * COLUMN) + 2 * MARGIN;
  const height = BAR + lines.length * LINE + MARGIN;
  const dots = ["#ff5f57", "#febc2e", "#28c840"].map(
    (fill, index) => `<circle cx="${MARGIN + 4 + index * 18}" cy="18" r="5.5" fill="${fill}"/>`,
  );
  const texts = lines.map((line, index) => drawLine(line, BAR + 16 + index * LINE));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<title>sync plan in a terminal</title>
<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>
${dots.join("")}
<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="${SIZE}" fill="#e6edf3">
${texts.filter((text) => text !== "").join("\n")}
</g>
</svg>
`;
}

function drawLine(line: string, y: number): string {
  const length = plainLength(line);
  if (length === 0) return "";
  const active = new Set<string>();
  // With one match group, split gives texts and codes by turns.
  const spans = splitCodes(line).map((part, index) => {
    if (index % 2 === 0) return drawSpan(part, active);
    turn(part, active);
    return "";
  });
  const fixed = `textLength="${(length * COLUMN).toFixed(1)}" lengthAdjust="spacingAndGlyphs"`;
  return `<text x="${MARGIN}" y="${y}" xml:space="preserve" ${fixed}>${spans.join("")}</text>`;
}

function turn(code: string, active: Set<string>): void {
  if (STYLES[code] !== undefined) active.add(code);
  else if (ENDS[code] !== undefined) for (const ended of ENDS[code]) active.delete(ended);
  else throw new Error(`The picture of a terminal knows no code ${code}.`);
}

function drawSpan(text: string, active: ReadonlySet<string>): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  if (text === "" || active.size === 0) return escaped;
  return `<tspan style="${[...active].map((code) => STYLES[code]).join(";")}">${escaped}</tspan>`;
}

function splitCodes(line: string): readonly string[] {
  return line.split(/\u001b\[(\d+)m/);
}

function plainLength(line: string): number {
  return splitCodes(line)
    .filter((_, index) => index % 2 === 0)
    .join("").length;
}
