/** Cases of a property without processes or pictures; `npm run test:long` sets more. */
export const LAW_RUNS = Number(process.env.LAW_RUNS ?? 1000);

/** Of what costs a process for each item, only every so many-th is looked at while somebody works with few runs. */
export const STRIDE = LAW_RUNS < 1000 ? 15 : 1;
