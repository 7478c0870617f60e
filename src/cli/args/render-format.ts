import { usageFailure } from "../../engine/project/failure.js";
import type { Flags } from "./flags.js";

/** How recipes can be printed. */
export const RENDER_FORMATS = ["text", "csv", "jsonl", "a1111", "comfyui", "json"] as const;
export type RenderFormat = (typeof RENDER_FORMATS)[number];

/** The format that --format, --csv or --json ask for. Throws a usage failure when they ask for different ones. */
export function readRenderFormat(flags: Flags): RenderFormat {
  const said = flags.text("format") as RenderFormat | undefined;
  const short = flags.firstGiven(["csv", "json"]) as RenderFormat | undefined;
  if (flags.isOn("csv") && flags.isOn("json"))
    throw usageFailure("--csv and --json exclude each other", "Give one of them.");
  if (said !== undefined && short !== undefined && said !== short)
    throw usageFailure(`--${short} and --format ${said} exclude each other`, "Give one of them.");
  return said ?? short ?? "text";
}
