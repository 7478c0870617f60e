import picocolors from "picocolors";

/** How a text report looks. */
export interface ReportOptions {
  readonly color: boolean;
  /** Nothing folded, capped or shortened. */
  readonly verbose?: boolean;
  /** Width of the terminal; undefined when the output is not a terminal. */
  readonly columns?: number | undefined;
  /** Makes commands that a help text names ready to run; without it they stay `sync COMMAND`. */
  readonly hint?: (text: string) => string;
}

type Formatter = (text: string) => string;

/** Colour by meaning. Without colour every formatter gives the text back, so nothing may depend on it. */
export interface Paint {
  readonly add: Formatter;
  readonly remove: Formatter;
  readonly change: Formatter;
  readonly move: Formatter;
  readonly alert: Formatter;
  readonly strong: Formatter;
  readonly faint: Formatter;
}

/** Options as the renderers use them. `width`: characters to shorten values to. */
export interface Style {
  readonly paint: Paint;
  readonly verbose: boolean;
  readonly width: number;
  readonly hint: (text: string) => string;
}

const WIDTH_WITHOUT_TERMINAL = 100;
const LEAST_WIDTH = 60;

/** Formatters that colour, or that do nothing. */
export function createPaint(color: boolean): Paint {
  const colors = picocolors.createColors(color);
  return {
    add: colors.green,
    remove: colors.red,
    change: colors.yellow,
    move: colors.cyan,
    alert: (text) => colors.bold(colors.red(text)),
    strong: colors.bold,
    faint: colors.dim,
  };
}

/** The style of one report: 100 characters wide without a terminal, never under 60, unlimited when verbose. */
export function createStyle({
  color,
  verbose = false,
  columns,
  hint = (text) => text,
}: ReportOptions): Style {
  const width = verbose ? Number.POSITIVE_INFINITY : Math.max(LEAST_WIDTH, columns ?? WIDTH_WITHOUT_TERMINAL);
  return { paint: createPaint(color), verbose, width, hint };
}
