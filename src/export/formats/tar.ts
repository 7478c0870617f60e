const BLOCK = 512;
const LONGEST_NAME = 100;

/** An entry of a POSIX ustar archive: header, content, padding. Equal input gives equal bytes: no time, no owner. */
export function tarEntry(name: string, content: Uint8Array): Buffer {
  const header = tarHeader(name, content.length);
  const padding = Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK);
  return Buffer.concat([header, content, padding]);
}

/** What closes an archive. */
export const TAR_END: Buffer = Buffer.alloc(2 * BLOCK);

function tarHeader(name: string, size: number): Buffer {
  if (!/^[\x21-\x7e]+$/.test(name) || name.length > LONGEST_NAME)
    throw new RangeError(`${name} can't be the name of a tar entry`);
  const header = Buffer.alloc(BLOCK);
  const put = (text: string, at: number) => header.write(text, at, "latin1");
  put(name, 0);
  put("0000644\0", 100);
  put("0000000\0", 108);
  put("0000000\0", 116);
  put(`${size.toString(8).padStart(11, "0")}\0`, 124);
  put(`${"0".repeat(11)}\0`, 136);
  // The sum is taken with blanks in its own place.
  put("        ", 148);
  put("0", 156);
  put("ustar\x0000", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return header;
}
