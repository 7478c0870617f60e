/** How a UserComment is written: byte order of the TIFF block, and its text's encoding. */
export interface CommentForm {
  readonly order: "II" | "MM";
  readonly text: "ascii" | "utf16le" | "utf16be" | "undefined";
}

/** A TIFF block whose EXIF directory holds one UserComment. */
export function makeExifBlock(comment: string, { order, text }: CommentForm): Buffer {
  const value = Buffer.concat([Buffer.from(CODES[text], "latin1"), encode(comment, text)]);
  const write = writer(order === "II");
  const directory = (tag: number, type: number, count: number, at: number): Buffer =>
    Buffer.concat([write(1, 2), write(tag, 2), write(type, 2), write(count, 4), write(at, 4), write(0, 4)]);
  const valueAt = 8 + 18 + 18;
  return Buffer.concat([
    Buffer.from(order, "latin1"),
    write(42, 2),
    write(8, 4),
    directory(0x8769, 4, 1, 8 + 18),
    directory(0x9286, 7, value.length, valueAt),
    value,
  ]);
}

const CODES = {
  ascii: "ASCII\0\0\0",
  utf16le: "UNICODE\0",
  utf16be: "UNICODE\0",
  undefined: "\0\0\0\0\0\0\0\0",
} as const;

function encode(comment: string, text: CommentForm["text"]): Buffer {
  if (text === "utf16le") return Buffer.from(comment, "utf16le");
  return text === "utf16be" ? Buffer.from(comment, "utf16le").swap16() : Buffer.from(comment, "utf8");
}

function writer(little: boolean): (value: number, bytes: 2 | 4) => Buffer {
  return (value, bytes) => {
    const buffer = Buffer.alloc(bytes);
    if (little) buffer.writeUIntLE(value, 0, bytes);
    else buffer.writeUIntBE(value, 0, bytes);
    return buffer;
  };
}

/** A JPEG with the block in an APP1 segment behind its start. */
export function putIntoJpeg(jpeg: Buffer, block: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(block.length + 8);
  const segment = Buffer.concat([
    Buffer.from([0xff, 0xe1]),
    length,
    Buffer.from("Exif\0\0", "latin1"),
    block,
  ]);
  return Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]);
}

/** A lossy WebP with the block in an EXIF chunk behind its picture. */
export function putIntoWebp(webp: Buffer, block: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(block.length);
  const pad = Buffer.alloc(block.length % 2);
  const whole = Buffer.concat([webp, Buffer.from("EXIF", "latin1"), size, block, pad]);
  whole.writeUInt32LE(whole.length - 8, 4);
  return whole;
}

/** One tag of a directory: its value as bytes, its type as TIFF numbers it (2 text, 7 undefined, 1 bytes). */
export interface ExifEntry {
  readonly tag: number;
  readonly type: 1 | 2 | 7;
  readonly value: Buffer;
}

/** A TIFF block with these tags in its main directory and in that of EXIF. */
export function makeTiffBlock(
  order: "II" | "MM",
  main: readonly ExifEntry[],
  exif: readonly ExifEntry[] = [],
): Buffer {
  const write = writer(order === "II");
  const directoryBytes = (count: number): number => 2 + count * 12 + 4;
  const hasExif = exif.length > 0;
  const mainCount = main.length + (hasExif ? 1 : 0);
  const exifAt = 8 + directoryBytes(mainCount);
  let valueAt = exifAt + (hasExif ? directoryBytes(exif.length) : 0);
  const values: Buffer[] = [];
  const entry = ({ tag, type, value }: ExifEntry): Buffer => {
    const head = Buffer.concat([write(tag, 2), write(type, 2), write(value.length, 4)]);
    if (value.length <= 4) return Buffer.concat([head, value, Buffer.alloc(4 - value.length)]);
    const placed = Buffer.concat([head, write(valueAt, 4)]);
    values.push(value);
    valueAt += value.length;
    return placed;
  };
  const pointer = Buffer.concat([write(0x8769, 2), write(4, 2), write(1, 4), write(exifAt, 4)]);
  const mainPart = [...main.map(entry), ...(hasExif ? [pointer] : [])];
  const exifPart = hasExif ? [write(exif.length, 2), ...exif.map(entry), write(0, 4)] : [];
  return Buffer.concat([
    Buffer.from(order, "latin1"),
    write(42, 2),
    write(8, 4),
    write(mainCount, 2),
    ...mainPart,
    write(0, 4),
    ...exifPart,
    ...values,
  ]);
}
