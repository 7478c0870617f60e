import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bench } from "../bench.js";
import type { Benchmark } from "../benchmark.js";
import { atLeast, speedOf } from "../goals.js";
import { measure } from "../measure.js";
import { formatCount } from "../numbers.js";
import { canRun } from "../peer-programs.js";

const SIZES = [100, 300, 1000];
const PLAN = "sync plan";
const TERRAFORM = "terraform plan";

const PROGRAM = `locals {
  manifests = [for file in fileset(path.module, "manifests/**/*.yaml") : yamldecode(file("\${path.module}/\${file}"))]
  images    = merge([for manifest in local.manifests : { for image in manifest.images : image.file => image }]...)
}
resource "terraform_data" "image" {
  for_each = local.images
  input    = each.value
}
`;

export const terraform: Benchmark = {
  name: "terraform",
  title: "A plan that finds nothing to do, beside Terraform",
  about: [
    "Terraform reads the same manifests with `yamldecode`, one `terraform_data` for each image over a map made once; its state is a local file.",
    "`terraform plan -input=false`, without a lock, after an apply of the same. Terraform is run three times at most at the largest size.",
  ],
  run: (bench) => {
    const sizes = [...new Set(SIZES.map(bench.scale))];
    const rows = sizes.flatMap((images) => bench.compare(listVariants(bench, images), 0.06));
    const largest = sizes.at(-1) as number;
    return {
      rows,
      goals: [
        atLeast(
          `plan of ${formatCount(largest)} images, times as fast as terraform plan`,
          50,
          "×",
          speedOf(rows, PLAN, TERRAFORM, largest),
        ),
      ],
    };
  },
};

function listVariants(bench: Bench, images: number) {
  const { dir } = bench.estates.applied(images, "with files");
  const command = { program: "terraform", words: ["plan", "-input=false", "-lock=false"], cwd: dir };
  const lack = prepareTerraform(bench, dir, images);
  return [
    { variant: PLAN, ours: true, images, command: bench.sync(dir, "plan") },
    {
      variant: TERRAFORM,
      ours: false,
      images,
      ...(images >= 1000 ? { atMost: 3 } : {}),
      command: lack ?? { ...command, cwd: folderFor(bench, images) },
    },
  ];
}

function folderFor({ estates }: Bench, images: number): string {
  return estates.empty(`${images} for terraform`);
}

/** Why Terraform can't be measured; undefined when it can, and its state is made. */
function prepareTerraform(bench: Bench, dir: string, images: number): string | undefined {
  if (!canRun("terraform", "version")) return "Terraform is not installed";
  const folder = folderFor(bench, images);
  cpSync(join(dir, "manifests"), join(folder, "manifests"), { recursive: true });
  writeFileSync(join(folder, "main.tf"), PROGRAM);
  for (const words of [
    ["init", "-input=false"],
    ["apply", "-input=false", "-auto-approve"],
  ])
    measure({ program: "terraform", words, cwd: folder });
  return undefined;
}
