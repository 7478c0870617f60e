import { relative, resolve, sep } from "node:path";
import { encodeStep } from "../../report/markdown/source-link.js";
import type { Context } from "../args/command.js";

/** The project folder below the checkout of a workflow run, with a `/` at its end; empty where it is the checkout itself. */
export function locateInCheckout(projectDir: string, { environment }: Pick<Context, "environment">): string {
  const checkout = environment.GITHUB_WORKSPACE;
  if (checkout === undefined || checkout === "") return "";
  const path = relative(resolve(checkout), projectDir).split(sep).join("/");
  return path === "" || path.startsWith("..") ? "" : `${path}/`;
}

/**
 * Where links to files of the project begin: below the commit of a workflow run on the host itself, otherwise below the
 * folder that the reader is in, the root of the repository.
 */
export function locateLinks(projectDir: string, context: Pick<Context, "environment">): string {
  const {
    GITHUB_SERVER_URL: server,
    GITHUB_REPOSITORY: repository,
    GITHUB_SHA: commit,
  } = context.environment;
  const folder = locateInCheckout(projectDir, context).split("/").map(encodeStep).join("/");
  const isKnown =
    /^https:\/\/[\w.:-]+$/.test(server ?? "") &&
    /^[\w.-]+\/[\w.-]+$/.test(repository ?? "") &&
    /^[0-9a-f]{40,64}$/.test(commit ?? "");
  return isKnown ? `${server}/${repository}/blob/${commit}/${folder}` : folder;
}
