/**
 * A list that keeps no members: each is made when it is asked for, perhaps as another object each time. It reads as an
 * array does, and can't be written. `get`: the member at a place from 0; equal ones for the same place.
 */
export function lazyList<T>(length: number, get: (index: number) => T): readonly T[] {
  function* iterate(): Generator<T> {
    for (let index = 0; index < length; index++) yield get(index);
  }
  const isPlace = (key: string | symbol): key is string =>
    typeof key === "string" && startsWithDigit(key) && Number(key) < length;
  return new Proxy<readonly T[]>(new Array<T>(0), {
    get: (target, key) => {
      if (key === "length") return length;
      if (key === Symbol.iterator) return iterate;
      return isPlace(key) ? get(Number(key)) : Reflect.get(target, key);
    },
    has: (target, key) => isPlace(key) || Reflect.has(target, key),
    set: () => false,
    deleteProperty: () => false,
    defineProperty: () => false,
  });
}

/** True of the names of members among those that an array has. */
function startsWithDigit(key: string): boolean {
  const unit = key.charCodeAt(0);
  return unit >= 48 && unit <= 57;
}
