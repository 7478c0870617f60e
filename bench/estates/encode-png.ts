import { createCipheriv } from "node:crypto";
import { crc32, deflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A whole PNG of 1 × 1 pixels; each number gives other bytes. */
export function encodeTinyPng(number: number): Buffer {
  return encodePng(1, 1, deflateSync(Buffer.concat([Buffer.of(0), threeBytes(number)])));
}

const NOISE_WIDTH = 256;

/** PNGs of about `bytes` bytes that hold noise, so that nothing packs them: a function from number to file. */
export function encodeNoise(bytes: number): (number: number) => Buffer {
  const height = Math.max(1, Math.round(bytes / (NOISE_WIDTH * 3 + 1)));
  const rows = Buffer.alloc(height * (NOISE_WIDTH * 3 + 1));
  createCipheriv("aes-128-ctr", Buffer.alloc(16), Buffer.alloc(16)).update(rows).copy(rows);
  // The byte before each row is its filter: none.
  for (let row = 0; row < height; row++) rows[row * (NOISE_WIDTH * 3 + 1)] = 0;
  return (number) => {
    threeBytes(number).copy(rows, 1);
    return encodePng(NOISE_WIDTH, height, deflateSync(rows, { level: 0 }));
  };
}

function encodePng(width: number, height: number, packed: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("IDAT", packed),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function threeBytes(number: number): Buffer {
  return Buffer.of(number & 255, (number >> 8) & 255, (number >> 16) & 255);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
