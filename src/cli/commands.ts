import type { Command } from "./command.js";
import { completion } from "./commands/completion.js";
import { init } from "./commands/init.js";
import { render } from "./commands/render.js";

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [init, render, completion];
