import { PictureProblem } from "../apply/ports.js";

/** Why a file can't be used as a picture. `changed`: its bytes are not the declared ones. `outside`: it lies outside its asset root. */
export type ImageProblemCode =
  | "missing"
  | "unreadable"
  | "empty"
  | "not-an-image"
  | "lfs-pointer"
  | "unsupported"
  | "damaged"
  | "too-big"
  | "changed"
  | "outside";

/** A file that can't be used as a picture; the message names the file, the reason and what to do about it. */
export class ImageProblem extends PictureProblem {
  override readonly name = "ImageProblem";
  readonly code: ImageProblemCode;
  /** What is wrong, without the file's name. */
  readonly fault: Fault;

  /** `file`: as it is shown. `reason` completes "FILE …", `help` is a sentence. */
  constructor(file: string, fault: Fault) {
    super(`${file} ${fault.reason}. ${fault.help}`);
    this.code = fault.code;
    this.fault = fault;
  }
}

/** What is wrong with some bytes. No diagnostic yet: who knows the file's name and place makes one of it. */
export interface Fault {
  readonly code: ImageProblemCode;
  readonly reason: string;
  readonly help: string;
}

/** A file that links lead out of its asset root to. */
export const OUTSIDE_ROOT: Fault = {
  code: "outside",
  reason: "is a symbolic link to a file outside the asset root",
  help: "Replace the link with the file itself.",
};
