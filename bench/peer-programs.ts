import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Whether a program is there and ends well. */
export function canRun(program: string, ...words: readonly string[]): boolean {
  return spawnSync(program, words).status === 0;
}

/** What a program prints; nothing when it is not there or fails. */
export function ask(program: string, ...words: readonly string[]): string {
  const { status, stdout } = spawnSync(program, words, { encoding: "utf8" });
  return status === 0 ? stdout.trim() : "";
}

/** A Python that has Pillow; the first of the path may be another than the system's. */
export function findPillow(): string | undefined {
  return ["python3", "/usr/bin/python3"].find((python) => canRun(python, "-c", "import PIL"));
}

/** Chromium, or Chrome; CHROMIUM names another one. */
export function findChromium(): string | undefined {
  const places = [process.env.CHROMIUM ?? "", "/usr/bin/chromium", "/usr/bin/google-chrome"];
  return places.find((path) => path !== "" && existsSync(path));
}
