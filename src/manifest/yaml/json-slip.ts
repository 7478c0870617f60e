import { loadYaml } from "../text/packages.js";
import { composeYaml } from "./yaml-read.js";

/** Roughly where a text that is no JSON goes wrong; 0 when that can't be told. JSON.parse says it in some cases only. */
export function findJsonSlip(text: string): number {
  const { isScalar, visit } = loadYaml();
  // JSON is YAML; what YAML has beyond it are plain words, single quotes and the like.
  const document = composeYaml(text);
  let slip = document.errors[0]?.pos[0];
  visit(document, (_key, node) => {
    if (!isScalar(node) || !node.range || node.type === "QUOTE_DOUBLE") return;
    const [start, end] = node.range;
    if (JSON_WORD.test(text.slice(start, end))) return;
    slip = Math.min(slip ?? start, start);
  });
  return Math.min(slip ?? 0, text.length);
}

const JSON_WORD = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)$/;
