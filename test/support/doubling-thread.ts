// A thread that doubles numbers; it throws for those below zero and never ends with zero.
import { serve } from "../../src/threads/serve.js";

serve((number: number): number => {
  if (number < 0) throw new RangeError(`${number} is below zero`);
  while (number === 0);
  return 2 * number;
});
