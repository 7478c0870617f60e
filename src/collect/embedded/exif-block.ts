const JPEG_EXIF = 0xe1;
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = Buffer.from([0xff, 0xd9]);

/** The EXIF block of a JPEG: what follows `Exif\0\0` in its first APP1 segment of that kind. Never throws. */
export function findJpegExif(jpeg: Buffer): Buffer | undefined {
  for (const { marker, data } of listSegments(jpeg))
    if (marker === JPEG_EXIF && data.toString("latin1", 0, 6) === "Exif\0\0") return data.subarray(6);
  return undefined;
}

/** True when the pixels of a JPEG end as they must; an end inside an embedded preview does not count. */
export function hasJpegEnd(jpeg: Buffer): boolean {
  for (const { marker, at } of listSegments(jpeg))
    if (marker === START_OF_SCAN) return jpeg.indexOf(END_OF_IMAGE, at) >= 0;
  return false;
}

function* listSegments(
  jpeg: Buffer,
): Generator<{ readonly marker: number; readonly at: number; readonly data: Buffer }> {
  let at = 2;
  while (at + 4 <= jpeg.length && jpeg[at] === 0xff) {
    const marker = jpeg[at + 1] as number;
    // Any number of fill bytes may stand before a marker.
    if (marker === 0xff) {
      at++;
      continue;
    }
    const end = at + 2 + jpeg.readUInt16BE(at + 2);
    yield { marker, at, data: jpeg.subarray(at + 4, end) };
    if (marker === START_OF_SCAN) return;
    at = end;
  }
}

/** The EXIF block of a WebP. Never throws. */
export function findWebpExif(webp: Buffer): Buffer | undefined {
  let at = 12;
  while (at + 8 <= webp.length) {
    const length = webp.readUInt32LE(at + 4);
    if (webp.toString("latin1", at, at + 4) === "EXIF") return webp.subarray(at + 8, at + 8 + length);
    // Chunks are padded to an even length.
    at += 8 + length + (length % 2);
  }
  return undefined;
}
