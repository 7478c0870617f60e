import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { deriveFacts } from "../../../src/collect/facts/derive-facts.js";
import type { DerivedFacts } from "../../../src/collect/source/collected-image.js";
import { DEFAULT_LIMITS } from "../../../src/images/header.js";
import { equalJson, isJsonObject, type Json, type JsonObject } from "../../../src/model/json.js";
import { A1111_CASES } from "../../support/recipes/a1111-cases.js";
import type { RecipeCase } from "../../support/recipes/case.js";
import { COMFY_CASES } from "../../support/recipes/comfy-cases.js";
import { CONTAINER_CASES } from "../../support/recipes/container-cases.js";
import { WRITER_CASES } from "../../support/recipes/writer-cases.js";
import { makeTempDir } from "../../support/temp-dir.js";

const CASES = [...A1111_CASES, ...CONTAINER_CASES, ...WRITER_CASES, ...COMFY_CASES];
const LEAST_VALUES = 426;
const LEAST_RIGHT = 0.95;

it("reads the recipes of all programs right or not at all", async (t) => {
  const dir = makeTempDir(t);
  const judged: Verdict[] = [];
  for (const [index, one] of CASES.entries())
    judged.push(...judge(one, await derive(join(dir, String(index)), one)));
  const count = (verdict: Verdict["verdict"]): number =>
    judged.filter((each) => each.verdict === verdict).length;
  const [right, absent, wrong] = [count("right"), count("absent"), count("wrong")];
  t.diagnostic(
    `${judged.length} values of ${CASES.length} pictures: ${right} right, ${absent} absent, ${wrong} wrong`,
  );
  const lines = judged.filter(({ verdict }) => verdict !== "right").map(({ line }) => line);
  for (const line of lines) t.diagnostic(line);
  assert.equal(wrong, 0, lines.join("\n"));
  assert.ok(right >= LEAST_RIGHT * judged.length, lines.join("\n"));
  assert.ok(judged.length >= LEAST_VALUES, String(judged.length));
});

interface Verdict {
  readonly verdict: "right" | "absent" | "wrong";
  readonly line: string;
}

async function derive(folder: string, { file, picture, beside }: RecipeCase): Promise<DerivedFacts> {
  mkdirSync(folder);
  const path = join(folder, file);
  writeFileSync(path, picture);
  const sidecarFile = beside === undefined ? null : file.replace(/\w+$/, beside.extension);
  if (beside !== undefined) writeFileSync(join(folder, sidecarFile as string), beside.text);
  const derived = await deriveFacts({
    picture: Buffer.from(path),
    sidecar: sidecarFile === null ? null : Buffer.from(join(folder, sidecarFile)),
    file,
    sidecarFile,
    albumType: "singles",
    template: undefined,
    timeZone: "UTC",
    limits: DEFAULT_LIMITS,
  });
  if ("code" in derived) throw new Error(derived.message);
  return derived;
}

function judge({ name, expected }: RecipeCase, { facts }: DerivedFacts): readonly Verdict[] {
  return Object.entries(expected).map(([fact, right]) => {
    const is = valueAt(facts as unknown as JsonObject, fact);
    const verdict = equalJson(is, right) ? "right" : is === null ? "absent" : "wrong";
    return { verdict, line: `${name}: ${fact} is ${JSON.stringify(is)}, right is ${JSON.stringify(right)}` };
  });
}

function valueAt(facts: JsonObject, fact: string): Json {
  let value: Json | undefined = facts;
  for (const key of fact.split("."))
    value = isJsonObject(value ?? null) ? (value as JsonObject)[key] : undefined;
  return value ?? null;
}
