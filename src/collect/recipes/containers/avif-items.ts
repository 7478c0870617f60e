import type { PictureBlocks } from "./jpeg-segments.js";

const MOST_BOXES = 10_000;
const NONE = { exif: undefined, xmp: undefined, comment: undefined };

interface Box {
  readonly type: string;
  readonly data: Buffer;
}

/**
 * EXIF and XMP of an AVIF: items of its `meta` box. Format: ISO/IEC 14496-12 (boxes, `iinf`, `iloc`) and 23008-12 (the item
 * types). Items of several pieces and items inside `idat` are read too. Never throws.
 */
export function findAvifBlocks(avif: Buffer): PictureBlocks {
  const meta = listBoxes(avif).find(({ type }) => type === "meta")?.data;
  if (meta === undefined) return NONE;
  const boxes = listBoxes(meta.subarray(4));
  const find = (name: string): Buffer => boxes.find(({ type }) => type === name)?.data ?? Buffer.alloc(0);
  const items = listItems(find("iinf"));
  const read = (isWanted: (item: Item) => boolean): Buffer | undefined => {
    const id = items.find(isWanted)?.id;
    return id === undefined ? undefined : readItem(new Cursor(find("iloc")), id, avif, find("idat"));
  };
  const exif = read(({ type }) => type === "Exif");
  // A number says where the TIFF header begins behind it.
  const start = exif !== undefined && exif.length > 4 ? 4 + exif.readUInt32BE(0) : 0;
  return {
    exif: exif !== undefined && start > 0 ? exif.subarray(start) : undefined,
    xmp: read(({ type, mime }) => type === "mime" && mime === "application/rdf+xml"),
    comment: undefined,
  };
}

function listBoxes(bytes: Buffer): readonly Box[] {
  const boxes: Box[] = [];
  let at = 0;
  while (at + 8 <= bytes.length && boxes.length < MOST_BOXES) {
    const short = bytes.readUInt32BE(at);
    const isLong = short === 1 && at + 16 <= bytes.length;
    const length = isLong ? Number(bytes.readBigUInt64BE(at + 8)) : short === 0 ? bytes.length - at : short;
    const head = isLong ? 16 : 8;
    if (length < head) break;
    boxes.push({
      type: bytes.toString("latin1", at + 4, at + 8),
      data: bytes.subarray(at + head, at + length),
    });
    at += length;
  }
  return boxes;
}

interface Item {
  readonly id: number;
  readonly type: string;
  readonly mime: string;
}

function listItems(iinf: Buffer): readonly Item[] {
  const version = iinf[0] ?? 0;
  return listBoxes(iinf.subarray(version === 0 ? 6 : 8)).flatMap(({ type, data }) => {
    const cursor = new Cursor(data);
    const entryVersion = cursor.read(1);
    if (type !== "infe" || entryVersion < 2) return [];
    cursor.read(3);
    const id = cursor.read(entryVersion === 2 ? 2 : 4);
    const rest = data.toString("latin1", cursor.at + 2);
    const [, mime = ""] = rest.slice(4).split("\0");
    return [{ id, type: rest.slice(0, 4), mime }];
  });
}

/** The bytes of an item by its place in `iloc`. */
function readItem(cursor: Cursor, wanted: number, file: Buffer, idat: Buffer): Buffer | undefined {
  const version = cursor.read(1);
  cursor.read(3);
  const sizes = cursor.read(2);
  const [offsetBytes, lengthBytes, baseBytes] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15];
  const indexBytes = version === 0 ? 0 : sizes & 15;
  const items = cursor.read(version < 2 ? 2 : 4);
  for (let count = 0; count < Math.min(items, MOST_BOXES) && !cursor.isAtEnd; count++) {
    const id = cursor.read(version < 2 ? 2 : 4);
    const source = version > 0 && (cursor.read(2) & 15) === 1 ? idat : file;
    cursor.read(2);
    const base = cursor.read(baseBytes);
    const extents = cursor.read(2);
    const pieces: Buffer[] = [];
    for (let extent = 0; extent < extents && !cursor.isAtEnd; extent++) {
      cursor.read(indexBytes);
      const start = base + cursor.read(offsetBytes);
      const length = cursor.read(lengthBytes);
      pieces.push(source.subarray(start, start + length));
    }
    if (id === wanted) return pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
  }
  return undefined;
}

/** Reads whole numbers one behind the other; behind the end, zero. */
class Cursor {
  at = 0;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.at >= this.#bytes.length;
  }

  read(bytes: number): number {
    const end = this.at + bytes;
    let value = 0;
    for (; this.at < end; this.at++) value = value * 256 + (this.#bytes[this.at] ?? 0);
    return value;
  }
}
