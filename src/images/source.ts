import { fillBuffer, withRegularFile } from "../files/regular-file.js";
import { describeReadError, systemCode } from "../files/system-error.js";
import { megabytes } from "../model/words.js";
import type { ImageLimits } from "./header.js";
import { type Fault, ImageProblem } from "./problem.js";

/** What a pixel takes at most in a file: four channels of 16 bits. */
const BYTES_PER_PIXEL = 8;
/** Room for metadata, profiles and further frames. */
const SPARE_BYTES = 64 * 1024 * 1024;

/** Faults of one file by error code. Others, too many open files say, are not the file's fault. */
const FAULTS: { readonly [code: string]: Pick<Fault, "code" | "help"> } = {
  ENOENT: { code: "missing", help: "Restore it, or remove its entry from the manifest." },
  ENOTDIR: { code: "missing", help: "Restore it, or remove its entry from the manifest." },
  ELOOP: { code: "unreadable", help: "Replace the link with the picture." },
  EISDIR: { code: "not-an-image", help: "Rename or remove it." },
  ENXIO: { code: "not-an-image", help: "Replace it with the intended picture." },
  EACCES: { code: "unreadable", help: "Change its permissions, or those of its folders." },
  EPERM: { code: "unreadable", help: "Change its permissions, or those of its folders." },
  EIO: { code: "unreadable", help: "Check the disk." },
};

/**
 * All bytes of a picture file. Throws ImageProblem when it is missing, unreadable, not a regular file, or longer than a
 * picture within the limits can be; `file` is its name in messages. `take` returns memory of at least the given number
 * of bytes.
 */
export async function readPictureFile(
  path: string,
  limits: ImageLimits,
  file: string,
  take: (size: number) => Buffer = Buffer.allocUnsafeSlow,
): Promise<Buffer> {
  const most = limits.pixelsInFlight * BYTES_PER_PIXEL + SPARE_BYTES;
  try {
    // Synchronous: waiting for a thread between each two steps takes longer than the steps.
    return withRegularFile(path, "follow", (descriptor, stat) => {
      const size = Number(stat.size);
      if (size > most) throw new ImageProblem(file, tooLong(size, most));
      return fillBuffer(descriptor, take(size).subarray(0, size));
    });
  } catch (error) {
    if (error instanceof ImageProblem) throw error;
    const code = systemCode(error);
    const fault = FAULTS[code];
    if (fault === undefined) throw error;
    const what = fault.code === "not-an-image" ? ", not a picture" : "";
    throw new ImageProblem(file, { ...fault, reason: `${describeReadError(code)}${what}` });
  }
}

function tooLong(bytes: number, most: number): Fault {
  const reason = `is ${megabytes(bytes)} long; a picture within the limits has at most ${megabytes(most)}`;
  return {
    code: "too-big",
    reason,
    help: "Make it smaller, or raise limits.pixels_in_flight in sync.config.yaml.",
  };
}
