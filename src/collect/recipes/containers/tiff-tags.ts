/** The value of one tag, as bytes. */
export interface TiffTag {
  readonly tag: number;
  readonly bytes: Buffer;
}

/** Both directories of an EXIF block that hold texts. */
interface TiffTags {
  readonly isLittleEndian: boolean;
  /** What describes the picture: IFD0. */
  readonly main: readonly TiffTag[];
  /** What EXIF adds to it. */
  readonly exif: readonly TiffTag[];
}

const EXIF_POINTER = 0x8769;
const MOST_TAGS = 1000;
const ENTRY_BYTES = 12;
/** Bytes that one value of each type takes, by the number of the type. */
const TYPE_BYTES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];
const PREFIX = "Exif\0\0";

interface Tiff {
  readonly bytes: Buffer;
  readonly little: boolean;
}

/** The tags of a TIFF block as EXIF 2.32 lays it out; undefined for other bytes. Never throws. */
export function readTiffTags(block: Buffer): TiffTags | undefined {
  const bytes = block.toString("latin1", 0, PREFIX.length) === PREFIX ? block.subarray(PREFIX.length) : block;
  const order = bytes.toString("latin1", 0, 2);
  if (bytes.length < 8 || (order !== "II" && order !== "MM")) return undefined;
  const tiff = { bytes, little: order === "II" };
  const main = readDirectory(tiff, read32(tiff, 4));
  const pointer = main.find(({ tag }) => tag === EXIF_POINTER)?.bytes;
  const exif =
    pointer?.length === 4 ? readDirectory(tiff, read32({ bytes: pointer, little: tiff.little }, 0)) : [];
  return { isLittleEndian: tiff.little, main, exif };
}

function readDirectory(tiff: Tiff, directory: number): readonly TiffTag[] {
  const tags: TiffTag[] = [];
  const entries = Math.min(read16(tiff, directory), MOST_TAGS);
  for (let index = 0; index < entries; index++) {
    const at = directory + 2 + index * ENTRY_BYTES;
    if (at + ENTRY_BYTES > tiff.bytes.length) break;
    const length = (TYPE_BYTES[read16(tiff, at + 2)] ?? 0) * read32(tiff, at + 4);
    // Up to four bytes stand in the entry itself.
    const start = length <= 4 ? at + 8 : read32(tiff, at + 8);
    if (length > 0 && start + length <= tiff.bytes.length)
      tags.push({ tag: read16(tiff, at), bytes: tiff.bytes.subarray(start, start + length) });
  }
  return tags;
}

function read16({ bytes, little }: Tiff, at: number): number {
  if (at + 2 > bytes.length) return 0;
  return little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
}

function read32({ bytes, little }: Tiff, at: number): number {
  if (at + 4 > bytes.length) return 0;
  return little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
}
