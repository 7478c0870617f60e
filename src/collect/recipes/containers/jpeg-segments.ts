const APP1 = 0xe1;
const COMMENT = 0xfe;
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = Buffer.from([0xff, 0xd9]);
const EXIF = "Exif\0\0";
const XMP = "http://ns.adobe.com/xap/1.0/\0";

/** What stands in a picture beside its pixels. */
export interface PictureBlocks {
  /** A TIFF block. */
  readonly exif: Buffer | undefined;
  /** An XMP packet. */
  readonly xmp: Buffer | undefined;
  readonly comment: Buffer | undefined;
}

/** EXIF, XMP and comment of a JPEG, the first of each. Never throws. */
export function findJpegBlocks(jpeg: Buffer): PictureBlocks {
  let [exif, xmp, comment]: (Buffer | undefined)[] = [];
  for (const { marker, data } of listSegments(jpeg)) {
    const startsWith = (text: string): boolean => data.toString("latin1", 0, text.length) === text;
    if (marker === COMMENT) comment ??= data;
    if (marker === APP1 && startsWith(EXIF)) exif ??= data.subarray(EXIF.length);
    if (marker === APP1 && startsWith(XMP)) xmp ??= data.subarray(XMP.length);
  }
  return { exif, xmp, comment };
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
