import { isServerUrl } from "../../db/connection/url.js";

/** How a person brings the tables of a database up to date. */
export function adviseMigration(url: string): string {
  return isServerUrl(url)
    ? "Run sync db backup, then sync db migrate."
    : "Run sync db migrate; it makes a copy first.";
}
