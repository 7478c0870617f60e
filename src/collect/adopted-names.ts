import type { FoundAlbum } from "./source/collected-image.js";

/** How an older import named its albums. `folder`: as the folder; `title`: its words capitalised, singles by month. */
type NameRule = "folder" | "title";

/** The name that an older import gave an album; undefined when it had none for such a folder. */
export function nameByRule(rule: NameRule, { type, slug, folder }: FoundAlbum): string | undefined {
  const name = folder.split("/").at(-1) ?? "";
  if (rule === "folder") return name === "" ? undefined : name;
  if (type === "singles") return `Legacy Singles ${slug.split("/").at(-1)}`;
  if (type === "lora-experiment") return "LoRA Experiments";
  if (name === "") return undefined;
  return name
    .split(/[_\s]+/)
    .filter(Boolean)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");
}
