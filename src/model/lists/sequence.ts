/** Members that can be gone through again and again: equal ones each time, perhaps as other objects. An array is one. */
export interface Sequence<T> extends Iterable<T> {
  readonly length: number;
  /** The member at a place from 0; undefined where there is none. */
  at(place: number): T | undefined;
}

/** A sequence with what most readers ask of its members; without outlines the members themselves are as good. */
export interface Outlined<T, O> extends Sequence<T> {
  readonly outlines?: Sequence<O>;
}

/** A sequence that members can be added to. An array is one. */
export interface GrowingSequence<T, O = T> extends Outlined<T, O> {
  push(member: T): unknown;
}

/** Starts empty sequences, and decides where their members are kept. `outline`: gives the outline of a member. */
export interface Lists {
  start<T, O = T>(outline?: (member: T) => O): GrowingSequence<T, O>;
}

/** Members stay as they are. */
export const IN_MEMORY: Lists = { start: <T>(): T[] => [] };

/** A sequence that is no array. To JSON it is one. */
interface MadeSequence<T> extends Sequence<T> {
  toJSON(): readonly T[];
}

/** A sequence of `length` members, each of which `get` makes when it is asked for; `each` makes all, one after the other. */
export function sequenceOf<T>(
  length: number,
  get: (place: number) => T,
  each: () => Iterator<T> = () => countUp(length, get),
): MadeSequence<T> {
  const made: MadeSequence<T> = {
    length,
    at: (place) => (place >= 0 && place < length ? get(place) : undefined),
    [Symbol.iterator]: each,
    toJSON: () => [...made],
  };
  return made;
}

function* countUp<T>(length: number, get: (place: number) => T): Generator<T> {
  for (let place = 0; place < length; place++) yield get(place);
}

/** One sequence after the other; an array when all of them are. */
export function concat<T>(parts: readonly Sequence<T>[]): Sequence<T> {
  if (parts.every((part): part is T[] => Array.isArray(part))) return parts.flat() as T[];
  const starts: number[] = [];
  let length = 0;
  for (const part of parts) {
    starts.push(length);
    length += part.length;
  }
  let recent = 0;
  const get = (place: number): T => {
    recent = findRun(starts, place, recent);
    return (parts[recent] as Sequence<T>).at(place - (starts[recent] as number)) as T;
  };
  return sequenceOf(length, get, function* () {
    for (const part of parts) yield* part;
  });
}

/** The last of some ascending numbers that is not above `place`. `recent`: the one that was found last. */
function findRun(starts: readonly number[], place: number, recent: number): number {
  const isIn = (run: number) =>
    (starts[run] as number) <= place && (run + 1 >= starts.length || place < (starts[run + 1] as number));
  if (isIn(recent)) return recent;
  if (recent + 1 < starts.length && isIn(recent + 1)) return recent + 1;
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** What `change` makes of each member, each time that it is asked for; an array of an array. */
export function map<T, U>(members: Sequence<T>, change: (member: T) => U): Sequence<U> {
  if (Array.isArray(members)) return members.map((member: T) => change(member));
  return sequenceOf(
    members.length,
    (place) => change(members.at(place) as T),
    function* () {
      for (const member of members) yield change(member);
    },
  );
}

/** The members that pass a test, in an array. */
export function filter<T, S extends T>(members: Iterable<T>, test: (member: T) => member is S): S[];
export function filter<T>(members: Iterable<T>, test: (member: T) => boolean): T[];
export function filter<T>(members: Iterable<T>, test: (member: T) => boolean): T[] {
  const passed: T[] = [];
  for (const member of members) if (test(member)) passed.push(member);
  return passed;
}

/** True when a member passes a test; asks no further than that. */
export function some<T>(members: Iterable<T>, test: (member: T) => boolean): boolean {
  for (const member of members) if (test(member)) return true;
  return false;
}

/** The first members, so many at most. */
export function take<T>(members: Sequence<T>, most: number): T[] {
  return Array.from({ length: Math.min(most, members.length) }, (_, place) => members.at(place) as T);
}

/** Some members of a sequence: those at places that are added, ascending. Keeps two numbers for each gap. */
export class Selection<T> {
  readonly #source: Sequence<T>;
  /** The first place of each run of places without a gap, and how many were added before. */
  readonly #firsts: number[] = [];
  readonly #starts: number[] = [];
  #length = 0;
  #next = -1;

  constructor(source: Sequence<T>) {
    this.#source = source;
  }

  add(place: number): void {
    if (place !== this.#next) {
      this.#firsts.push(place);
      this.#starts.push(this.#length);
    }
    this.#next = place + 1;
    this.#length++;
  }

  /** The members that are selected by now. */
  list(): Sequence<T> {
    const source = this.#source;
    if (this.#length === source.length) return source;
    const [firsts, starts] = [this.#firsts, this.#starts];
    let recent = 0;
    return sequenceOf(this.#length, (place) => {
      recent = findRun(starts, place, recent);
      return source.at((firsts[recent] as number) + place - (starts[recent] as number)) as T;
    });
  }
}

/** The members that pass a test, each where it is. */
export function select<T>(members: Sequence<T>, test: (member: T) => boolean): Sequence<T> {
  const selection = new Selection(members);
  let place = 0;
  for (const member of members) {
    if (test(member)) selection.add(place);
    place++;
  }
  return selection.list();
}
