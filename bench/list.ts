import type { Benchmark } from "./benchmark.js";
import { changedPlan } from "./cases/changed-plan.js";
import { collect } from "./cases/collect.js";
import { collectApply } from "./cases/collect-apply.js";
import { firstApply } from "./cases/first-apply.js";
import { noChangePlan } from "./cases/no-change-plan.js";
import { oldImporter } from "./cases/old-importer.js";
import { postgres } from "./cases/postgres.js";
import { read } from "./cases/read.js";
import { scale } from "./cases/scale.js";
import { serve } from "./cases/serve.js";
import { startUp } from "./cases/start-up.js";
import { terraform } from "./cases/terraform.js";
import { thumbnails } from "./cases/thumbnails.js";
import { verify } from "./cases/verify.js";

/** Every benchmark, in the order of the report. */
export const BENCHMARKS: readonly Benchmark[] = [
  startUp,
  noChangePlan,
  changedPlan,
  scale,
  terraform,
  read,
  firstApply,
  postgres,
  oldImporter,
  collect,
  collectApply,
  thumbnails,
  verify,
  serve,
];
