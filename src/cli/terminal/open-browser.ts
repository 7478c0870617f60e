import { spawn } from "node:child_process";
import type { Output } from "./output.js";

const OPENERS: { readonly [platform: string]: readonly [string, ...string[]] } = {
  darwin: ["open"],
  win32: ["rundll32", "url.dll,FileProtocolHandler"],
};

/** Opens a link in the browser of this desktop; where there is none, says so. */
export function openBrowser(link: string, output: Output): Promise<void> {
  const [command, ...args] = OPENERS[process.platform] ?? ["xdg-open"];
  return new Promise((resolve) => {
    const child = spawn(command, [...args, link], { stdio: "ignore", detached: true });
    child.once("spawn", () => {
      child.unref();
      resolve();
    });
    child.once("error", () => {
      output.say(`No browser could be opened: there is no ${command}. Open the link yourself.`);
      resolve();
    });
  });
}
