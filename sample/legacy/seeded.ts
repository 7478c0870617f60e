/** A stream of numbers in [0, 1) that depends on the text only. */
export type Dice = () => number;

/** Dice for a name: FNV-1a over its characters starts a mulberry32 generator. */
export function diceFor(name: string): Dice {
  let state = 0x811c9dc5;
  for (const character of name) state = Math.imul(state ^ (character.codePointAt(0) as number), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** The next number of the dice, spread over [low, high). */
export function between(dice: Dice, low: number, high: number): number {
  return low + dice() * (high - low);
}
