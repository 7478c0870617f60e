import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import type { ImageLimits } from "./header.js";
import { type Fault, ImageProblem } from "./problem.js";

/** What a pixel takes at most in a file: four channels of 16 bits. */
const BYTES_PER_PIXEL = 8;
/** Room for metadata, profiles and further frames. */
const SPARE_BYTES = 64 * 1024 * 1024;

const MISSING_HELP = "Restore it, or take it out of the manifest.";
const IS_FOLDER: Fault = {
  code: "not-an-image",
  reason: "is a folder, not a picture",
  help: "Rename or remove it.",
};
const IS_SPECIAL: Fault = {
  code: "not-an-image",
  reason: "is a device, pipe or socket, not a picture",
  help: "Replace it by the picture that it should be.",
};
const NO_PERMISSION: Fault = {
  code: "unreadable",
  reason: "may not be read by this user",
  help: "Change its permissions, or those of its folders.",
};

/** Faults of one file by error code. Others, too many open files say, are not the file's fault. */
const FAULTS: { readonly [code: string]: Fault } = {
  ENOENT: { code: "missing", reason: "is not there", help: MISSING_HELP },
  ENOTDIR: {
    code: "missing",
    reason: "is not there, since a folder of its path is a file",
    help: MISSING_HELP,
  },
  ELOOP: {
    code: "unreadable",
    reason: "is a symbolic link that leads to itself",
    help: "Replace the link by the picture.",
  },
  EISDIR: IS_FOLDER,
  ENXIO: IS_SPECIAL,
  EACCES: NO_PERMISSION,
  EPERM: NO_PERMISSION,
  EIO: { code: "unreadable", reason: "can't be read (input/output error)", help: "Check the disk." },
};

/**
 * All bytes of a picture file. Throws ImageProblem when it is missing, unreadable, no regular file, or longer than a
 * picture within the limits can be; `file` is how messages name it. `take` gives memory of at least so many bytes.
 */
export async function readPictureFile(
  path: string,
  limits: ImageLimits,
  file: string,
  take: (size: number) => Buffer = Buffer.allocUnsafeSlow,
): Promise<Buffer> {
  try {
    return readRegularFile(path, limits, file, take);
  } catch (error) {
    const fault = FAULTS[(error as NodeJS.ErrnoException).code ?? ""];
    throw fault === undefined ? error : new ImageProblem(file, fault);
  }
}

/** Synchronous: waiting for a thread between each two steps takes longer than the steps. */
function readRegularFile(
  path: string,
  limits: ImageLimits,
  file: string,
  take: (size: number) => Buffer,
): Buffer {
  // Without O_NONBLOCK, opening a pipe that nobody writes to waits for ever.
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = fstatSync(descriptor);
    if (stat.isDirectory()) throw new ImageProblem(file, IS_FOLDER);
    if (!stat.isFile()) throw new ImageProblem(file, IS_SPECIAL);
    const most = limits.pixelsInFlight * BYTES_PER_PIXEL + SPARE_BYTES;
    if (stat.size > most) throw new ImageProblem(file, tooLong(stat.size, most));
    const buffer = take(stat.size);
    let length = 0;
    for (let read = -1; read !== 0 && length < stat.size; length += read)
      read = readSync(descriptor, buffer, length, stat.size - length, null);
    return buffer.subarray(0, length);
  } finally {
    closeSync(descriptor);
  }
}

function tooLong(bytes: number, most: number): Fault {
  const reason = `is ${megabytes(bytes)} long, a picture within the limits takes at most ${megabytes(most)}`;
  return {
    code: "too-big",
    reason,
    help: "Make it smaller, or raise limits.pixels_in_flight in sync.config.yaml.",
  };
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1_000_000)} MB`;
}
