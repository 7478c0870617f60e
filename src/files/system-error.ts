/** What `work` gives; where the system refuses it, what `otherwise` gives for the code of its error, `ENOENT` say. */
export function attempt<T, F>(work: () => T, otherwise: (code: string, error: unknown) => F): T | F {
  try {
    return work();
  } catch (error) {
    return otherwise(systemCode(error), error);
  }
}

/** What `work` gives; undefined where the system says that there is no such file or folder. */
export function unlessMissing<T>(work: () => T): T | undefined {
  return attempt(work, (code, error) => {
    if (code !== "ENOENT") throw error;
    return undefined;
  });
}

/** The code of an error of the system, `ENOENT` say. Throws any other error. */
export function systemCode(error: unknown): string {
  const code = codeOf(error);
  if (code === "") throw error;
  return code;
}

/** The code that an error carries, whoever gave it; empty when it carries none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

const DENIED = "can't be read: permission denied";

const WORDS: { readonly [code: string]: string } = {
  ENOENT: "does not exist",
  ENOTDIR: "does not exist: a folder of its path is a file",
  ELOOP: "is a symbolic link that points to itself",
  EISDIR: "is a folder",
  ENXIO: "is a pipe, socket or device",
  EACCES: DENIED,
  EPERM: DENIED,
  EIO: "can't be read (input/output error)",
};

/** Why a file or folder can't be read, to follow its name: what the code of the system's error means in plain words. */
export function describeReadError(code: string, what: "file" | "folder" = "file"): string {
  if (what === "folder" && code === "ENOTDIR") return "is not a folder";
  return WORDS[code] ?? `can't be read (${code})`;
}
