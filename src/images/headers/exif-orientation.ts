const ORIENTATION = 0x0112;
const SHORT = 3;
const ENTRY_BYTES = 12;
/** Orientations from this one on exchange width and height. */
const FIRST_TURNED = 5;

/**
 * Whether a picture with this EXIF block (a TIFF header and its directories) is shown with width and height exchanged.
 * Undefined for a block that is not ordinary.
 */
export function isTurned(exif: Buffer): boolean | undefined {
  const order = exif.toString("latin1", 0, 2);
  if (order !== "II" && order !== "MM") return undefined;
  const little = order === "II";
  const short = (at: number) => (little ? exif.readUInt16LE(at) : exif.readUInt16BE(at));
  const long = (at: number) => (little ? exif.readUInt32LE(at) : exif.readUInt32BE(at));
  if (exif.length < 14 || short(2) !== 42) return undefined;
  const directory = long(4);
  if (directory < 8 || directory + 2 > exif.length) return undefined;
  const count = short(directory);
  const end = directory + 2 + count * ENTRY_BYTES;
  if (count === 0 || end > exif.length) return undefined;
  let turned = false;
  for (let at = directory + 2; at < end; at += ENTRY_BYTES) {
    if (short(at) !== ORIENTATION) continue;
    if (short(at + 2) !== SHORT || long(at + 4) !== 1) return undefined;
    const orientation = short(at + 8);
    if (orientation < 1 || orientation > 8) return undefined;
    turned = orientation >= FIRST_TURNED;
  }
  return turned;
}
