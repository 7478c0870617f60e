/** Cases of a property without processes or pictures; `npm run test:long` sets more. */
export const LAW_RUNS = Number(process.env.LAW_RUNS ?? 1000);

/** Of what costs a process for each item, only every so many-th is looked at while somebody works with few runs. */
export const STRIDE = LAW_RUNS < 1000 ? 15 : 1;

/** The same of what costs a server a run of its own for each point: all of them are the business of `npm run test:long`. */
export const SERVER_STRIDE = LAW_RUNS > 1000 ? 1 : LAW_RUNS < 1000 ? 10 : 5;

/** A law tells how far it is this often, when it is tried for long. */
const TELL_EVERY = 1000;
const SECONDS = Number(process.env.LAW_SECONDS ?? 0);

/** How a law is tried: on so many cases, or, with LAW_SECONDS, on those that it gets through in that time. */
export const LAW_OPTIONS = {
  numRuns: LAW_RUNS,
  includeErrorInReport: true,
  ...(SECONDS > 0 ? { interruptAfterTimeLimit: SECONDS * 1000, markInterruptAsFailure: false } : {}),
};

/** The same on another profile: most of what a law says is about both. */
export const PROFILE_LAW_OPTIONS = { ...LAW_OPTIONS, numRuns: Math.ceil(LAW_RUNS / 4) };

/** The same on a server, where a case takes ten times as long. */
export const SERVER_LAW_OPTIONS = { ...LAW_OPTIONS, numRuns: Math.ceil(LAW_RUNS / 16) };

/** And on another profile there. */
export const SERVER_PROFILE_LAW_OPTIONS = { ...LAW_OPTIONS, numRuns: Math.ceil(LAW_RUNS / 40) };

/** The same law, which says on stderr how many cases it held in, now and then and in the end. */
export function tellCases<T>(law: (value: T) => Promise<void>): (value: T) => Promise<void> {
  if (LAW_RUNS <= TELL_EVERY) return law;
  let held = 0;
  process.once("exit", () => process.stderr.write(`${held} cases in all\n`));
  return async (value) => {
    await law(value);
    if (++held % TELL_EVERY === 0) process.stderr.write(`${held} cases\n`);
  };
}
