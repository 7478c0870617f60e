import type { Fault } from "./problem.js";

const FORMATS = "PNG, JPEG, WebP, GIF, TIFF or AVIF";
const LOOK_AT = 1024;

/** Leading bytes (as Latin-1, from `offset`) of formats that other programs write and that are not read here. */
const OTHER_FORMATS: readonly { readonly name: string; readonly starts: RegExp }[] = [
  { name: "a BMP image", starts: /^BM.{4}\0\0\0\0/s },
  { name: "a HEIC image", starts: /^.{4}ftyp(?:heic|heix|hevc|heim|heis)/s },
  { name: "a JPEG XL image", starts: /^(?:\xff\x0a|\0\0\0\x0cJXL )/ },
  { name: "a JPEG 2000 image", starts: /^(?:\xff\x4f\xff\x51|\0\0\0\x0cjP {2})/ },
  { name: "a Photoshop document", starts: /^8BPS/ },
  { name: "a PDF document", starts: /^%PDF-/ },
  { name: "an icon file", starts: /^\0\0\x01\0/ },
];

const READABLE =
  /^(?:\x89PNG\r\n\x1a\n|\xff\xd8\xff|RIFF.{4}WEBP|GIF8[79]a|II\*\0|MM\0\*|II\+\0|MM\0\+|.{4}ftyp(?:avi[fs]|mif1|msf1))/s;

/** What is wrong with a file that does not begin as a picture; undefined when it does. */
export function findForeignContent(bytes: Uint8Array): Fault | undefined {
  if (bytes.length === 0)
    return { code: "empty", reason: "is empty (0 bytes)", help: "Copy or generate it again." };
  const head = latin1(bytes);
  if (head.startsWith("version https://git-lfs"))
    return {
      code: "lfs-pointer",
      reason: "is a Git LFS pointer; the picture itself was not fetched",
      help: 'Run "git lfs pull" in its repository.',
    };
  if (/^[^\n]*\/annex\/objects\//.test(head))
    return {
      code: "lfs-pointer",
      reason: "is a git-annex pointer; the picture itself was not fetched",
      help: 'Run "git annex get" on it.',
    };
  if (READABLE.test(head)) return undefined;
  return findOtherFormat(head) ?? notAnImage(head);
}

function findOtherFormat(head: string): Fault | undefined {
  const format = OTHER_FORMATS.find(({ starts }) => starts.test(head))?.name ?? svgName(head);
  return format === undefined
    ? undefined
    : {
        code: "unsupported",
        reason: `is ${format}, which is not supported`,
        help: `Convert it to ${FORMATS}.`,
      };
}

function svgName(head: string): string | undefined {
  return /<svg[\s>]/i.test(head) ? "an SVG drawing" : undefined;
}

function notAnImage(head: string): Fault {
  const what = /^\s*(?:<!doctype html|<html|<head)/i.test(head)
    ? "is an HTML page, not a picture (an error page saved by a download?)"
    : isText(head)
      ? "is text, not a picture"
      : "is not a picture of a known format";
  return { code: "not-an-image", reason: what, help: `Replace it with the intended ${FORMATS} file.` };
}

function isText(head: string): boolean {
  return !/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(head);
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, LOOK_AT)).toString("latin1");
}
