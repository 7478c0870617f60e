import { usageFailure } from "../../engine/project/failure.js";

const UNITS = { s: 1, m: 60, h: 3600 } as const;
const WAIT_UNITS = { ms: 1, s: 1000, m: 60_000 } as const;
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

/** Milliseconds of `30s`, `5m`, `500ms` or plain seconds, as --lock-timeout takes them. Throws a usage failure. */
export function readTimeout(text: string): number {
  const [, amount, unit = "s"] = /^(\d{1,6})(ms|s|m)?$/.exec(text) ?? [];
  if (amount === undefined)
    throw usageFailure(`--lock-timeout can't be "${text}"`, "Use a time such as 30s or 5m; 0 does not wait.");
  return Number(amount) * WAIT_UNITS[unit as keyof typeof WAIT_UNITS];
}
