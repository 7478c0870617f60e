import { truncateSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { drawBands, forgeSize, packedTextChunk, textChunk, unicodeTextChunk } from "../png-file.js";
import { writeTo } from "../write-tree.js";

const MIB = 1024 * 1024;
const LFS_POINTER = `version https://git-lfs.github.com/spec/v1
oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
size 412345
`;
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>';
/** Longer than any picture that is read; sparse, so that it takes no room. */
const HUGE_BYTES = 500_000_000;

/** Files that are called pictures and are broken, something else, or made to hurt. */
export async function writeNastyPictures(dir: string): Promise<void> {
  const whole = sharp(drawBands("a whole photo", 128, 128));
  writeAll(dir, {
    "card_deck_cut/half.png": cut(drawBands("half", 64, 64), 0.5),
    "card_deck_cut/last_bytes.png": drawBands("last", 64, 64).subarray(0, -20),
    "card_deck_cut/half.jpg": cut(await whole.jpeg().toBuffer(), 0.5),
    "card_deck_cut/half.webp": cut(await whole.webp().toBuffer(), 0.5),
    "card_deck_cut/empty.png": Buffer.alloc(0),
    "card_deck_other/note.png": Buffer.from("the picture is on the other disk\n"),
    "card_deck_other/page.jpg": Buffer.from("<!DOCTYPE html><title>404 Not Found</title>"),
    "card_deck_other/drawing.png": Buffer.from(SVG),
    "card_deck_other/pointer.png": Buffer.from(LFS_POINTER),
    "card_deck_other/scan.bmp": Buffer.from("BM\x46\0\0\0\0\0\0\0\x36\0\0\0", "latin1"),
    "card_deck_other/photo.png": await whole.jpeg().toBuffer(),
    "card_deck_other/nameless": drawBands("nameless", 64, 64),
    ...bombs(),
    ...texts(),
  });
  writeTo(join(dir, "card_deck_bombs/huge.png"), drawBands("huge", 64, 64));
  truncateSync(join(dir, "card_deck_bombs/huge.png"), HUGE_BYTES);
}

function bombs(): { readonly [file: string]: Buffer } {
  const several = Array.from({ length: 6 }, (_, index) =>
    packedTextChunk(`part ${index}`, Buffer.alloc(7 * MIB, "a")),
  );
  return {
    "card_deck_bombs/pixels.png": forgeSize(50_000, 50_000),
    "card_deck_bombs/interlaced.png": forgeSize(9_990, 9_990, true),
    "card_deck_bombs/text.png": drawBands("text", 64, 64, {
      after: [packedTextChunk("parameters", Buffer.alloc(200 * MIB, "a"))],
    }),
    "card_deck_bombs/texts.png": drawBands("texts", 64, 64, { before: several }),
  };
}

function texts(): { readonly [file: string]: Buffer } {
  const recipe =
    "a fox\nNegative prompt: rain\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 18446744073709551615";
  return {
    "card_deck_texts/behind_pixels.png": drawBands("behind", 64, 64, {
      after: [textChunk("parameters", recipe)],
    }),
    "card_deck_texts/utf8_in_latin1.png": drawBands("utf8", 64, 64, {
      before: [textChunk("parameters", recipe.replace("fox", "füchsin"), "utf8")],
    }),
    "card_deck_texts/packed.png": drawBands("packed", 64, 64, {
      before: [unicodeTextChunk("parameters", recipe.replace("fox", "狐"), true)],
    }),
    "card_deck_texts/twice.png": drawBands("twice", 64, 64, {
      before: [textChunk("parameters", recipe), textChunk("parameters", "another")],
    }),
    "card_deck_texts/graph_with_nan.png": drawBands("nan", 64, 64, {
      before: [
        textChunk(
          "prompt",
          '{"3": {"class_type": "KSampler", "inputs": {"seed": 18446744073709551615, "steps": 12, "is_changed": NaN}}}',
        ),
      ],
    }),
  };
}

/** Writes files by their paths below a folder. */
export function writeAll(dir: string, files: { readonly [file: string]: Buffer }): void {
  for (const [file, bytes] of Object.entries(files)) writeTo(join(dir, file), bytes);
}

function cut(bytes: Buffer, share: number): Buffer {
  return bytes.subarray(0, Math.floor(bytes.length * share));
}
