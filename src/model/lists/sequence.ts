/** Members that can be gone through again and again: equal ones each time, perhaps as other objects. An array is one. */
export interface Sequence<T> extends Iterable<T> {
  readonly length: number;
  /** The member at a place from 0; undefined where there is none. */
  at(place: number): T | undefined;
}

/** A sequence that members can be added to. An array is one. */
export interface GrowingSequence<T> extends Sequence<T> {
  push(member: T): unknown;
}

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

/** One sequence after the other. */
export function concat<T>(first: Sequence<T>, second: Sequence<T>): Sequence<T> {
  if (second.length === 0) return first;
  if (first.length === 0) return second;
  return sequenceOf(
    first.length + second.length,
    (place) => (place < first.length ? first.at(place) : second.at(place - first.length)) as T,
    function* () {
      yield* first;
      yield* second;
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
