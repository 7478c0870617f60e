import { usageFailure } from "../terminal/failure.js";

const UNITS = { s: 1, m: 60, h: 3600 } as const;
const DURATION = /^(?:\d+(?:\.\d+)?[smh])+$/;

/** Milliseconds of a text such as `90s`, `10m` or `1h30m`. Throws a usage failure for any other. */
export function parseDuration(text: string, option: string): number {
  if (!DURATION.test(text))
    throw usageFailure(
      `${option} can't be "${text}"`,
      "Use hours, minutes and seconds, e.g. 90s, 10m, 1h30m.",
    );
  const parts = text.matchAll(/([\d.]+)([smh])/g);
  return Array.from(parts).reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * UNITS[unit as keyof typeof UNITS] * 1000,
    0,
  );
}
