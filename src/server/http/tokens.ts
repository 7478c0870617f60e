import { randomBytes, timingSafeEqual } from "node:crypto";

/** The secrets of one server: its token, the code of its link, and the cookie that a browser gets for the code. */
export interface Tokens {
  /** For scripts, as Bearer. */
  readonly token: string;
  /** What the link carries; undefined where the token was chosen by a person, who gives it to others. */
  readonly code: string | undefined;
  isToken(candidate: string): boolean;
  /** True for the code and the token, each once; for a token that a person chose any number of times. */
  redeem(candidate: string): boolean;
  hasCookie(header: string | undefined): boolean;
  /** The Set-Cookie header of a browser that redeemed the code. */
  setCookie(port: number, isSecure: boolean): string;
}

/** Makes the secrets of a server. `chosen`: a token that a person chose; it can be redeemed any number of times. */
export function createTokens(chosen?: string): Tokens {
  const token = chosen ?? makeSecret();
  const cookie = makeSecret();
  const code = chosen === undefined ? makeSecret() : undefined;
  const unspent = new Set([token, ...(code === undefined ? [] : [code])]);
  return {
    token,
    code,
    isToken: (candidate) => equals(candidate, token),
    redeem(candidate) {
      const found = [...unspent].find((secret) => equals(candidate, secret));
      if (found === undefined) return false;
      if (chosen === undefined) unspent.delete(found);
      return true;
    },
    hasCookie: (header = "") =>
      header.split(/; */).some((pair) => {
        const [name = "", value = ""] = pair.split("=", 2);
        return name.startsWith(COOKIE) && equals(value, cookie);
      }),
    // Cookies know no ports, so that two servers on one machine need two names.
    setCookie: (port, isSecure) =>
      `${COOKIE}${port}=${cookie}; Path=/; HttpOnly; SameSite=Strict${isSecure ? "; Secure" : ""}`,
  };
}

const COOKIE = "album-sync-";

function makeSecret(): string {
  return randomBytes(24).toString("base64url");
}

/** In a time that says nothing about where two texts differ. */
function equals(candidate: string, secret: string): boolean {
  const [a, b] = [Buffer.from(candidate), Buffer.from(secret)];
  return a.length === b.length && timingSafeEqual(a, b);
}
