/** A figure with three digits that count and its thousands parted: 0.0123, 1.23, 12.3, 1,234. */
export function formatFigure(value: number): string {
  if (value === 0) return "0";
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** A whole number with its thousands parted. */
export function formatCount(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}
