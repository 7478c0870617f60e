/** Cases of a property without processes or pictures; `npm run test:long` sets more. */
export const LAW_RUNS = Number(process.env.LAW_RUNS ?? 1000);
