import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PACKAGE_DIR } from "../../files/own-package.js";

/** A file that `sync init` makes. `append`: missing lines are added to a file that is there already. */
export interface StarterFile {
  readonly path: string;
  readonly text: string;
  readonly append?: boolean;
}

/** What the starter files say about their surroundings. */
interface StarterFacts {
  readonly estate: string;
  /** The schemas folder relative to the project; undefined when it lies elsewhere. */
  readonly schemas: string | undefined;
  /** The markers of the asset roots of a project that has a configuration. */
  readonly rootMarkers: readonly StarterFile[] | undefined;
}

/** The files of a new project, in the order in which they are named. */
export function listStarterFiles(facts: StarterFacts): readonly StarterFile[] {
  return [
    { path: "sync.config.yaml", text: configText(facts) },
    { path: "manifests/README.md", text: manifestsText(facts) },
    ...(facts.rootMarkers ?? [{ path: "data/legacy/.album-sync-root", text: `${facts.estate}\n` }]),
    { path: ".gitignore", text: IGNORED, append: true },
    { path: ".github/workflows/album-sync.yml", text: readWorkflow() },
    { path: ".pre-commit-config.yaml", text: PRE_COMMIT },
  ];
}

const IGNORED = `data/*.db*
data/thumbnails/
data/sync-verify.tmp
data/sync-collect.tmp
`;

const PRE_COMMIT = `repos:
  - repo: local
    hooks:
      - id: album-sync
        name: validate album manifests
        entry: npx --no -- album-sync validate
        language: system
        files: ^(manifests/.*\\.(ya?ml|jsonl)|data/sets/.*\\.csv|sync\\.config\\.yaml)$
        pass_filenames: false
`;

function modeline(name: string, up: string, { schemas }: StarterFacts): string {
  return schemas === undefined ? "" : `# yaml-language-server: $schema=${up}${schemas}/${name}.schema.json\n`;
}

function configText(facts: StarterFacts): string {
  return `${modeline("config", "", facts)}estate: ${facts.estate}
database: sqlite:data/albums.db
manifests: [manifests]
assets: { root: data/legacy }
media: { root: data }
`;
}

function manifestsText(facts: StarterFacts): string {
  return `# Manifests

Every \`.yaml\` file in this folder and below declares one object. Folders and file names are yours to choose: an object
is known by its \`kind\` and \`slug\`. A first one, to be saved as \`manifests/sets/elements.yaml\`:

\`\`\`yaml
${modeline("set-template", "../../", facts)}kind: set-template
slug: elements
name: The four elements
items:
  key: "{element}"
  rows:
    - { element: Earth, mood: heavy and calm }
    - { element: Water, mood: deep and restless }
    - { element: Air, mood: light and wide }
    - { element: Fire, mood: bright and hungry }
base_prompt: An allegorical painting
prompt_template: "{element}, {mood}"
\`\`\`

Then: \`npx album-sync validate\`, \`npx album-sync render elements\`, \`npx album-sync plan\`, \`npx album-sync apply\`.
`;
}

/** The workflow that docs/continuous-integration.md describes. */
function readWorkflow(): string {
  return readFileSync(join(PACKAGE_DIR, "docs/ci/album-sync.yml"), "utf8");
}
