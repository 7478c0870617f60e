/** A name for conditions, whatever their order. */
export function nameOf(conditions: object): string {
  return JSON.stringify(Object.entries(conditions).sort());
}

/** What is kept under a name, or made and kept; what was used longest ago goes where there are too many. */
export function keepNewest<T>(kept: Map<string, T>, most: number, name: string, make: () => T): T {
  const found = kept.get(name) ?? make();
  kept.delete(name);
  kept.set(name, found);
  for (const oldest of kept.keys()) {
    if (kept.size <= most) break;
    kept.delete(oldest);
  }
  return found;
}
