import type { ComfyNode, Graph, Link } from "./graph.js";

const PIPE = /(?:^|_)(?:pipe|ctx|context|tuple)(?:_|$|\d)/i;

/**
 * Links of a node that carry several parts at once: pipes of Impact Pack and Easy Use, contexts of rgthree, tuples of the
 * efficiency nodes. Of several the one that counts comes first: a merge lets later ones override, a switch takes the first.
 */
export function pipesOf(graph: Graph, node: ComfyNode): readonly Link[] {
  const pipes = graph
    .links(node)
    .filter(([name]) => PIPE.test(name))
    .map(([, link]) => link);
  return /merge/i.test(node.type) ? pipes.reverse() : pipes;
}
