import type { LoadOptions } from "../../manifest/load/unchanged.js";
import type { Diagnostic } from "../../model/diagnostic.js";
import type { DesiredEstate, Settings } from "../../model/estate.js";
import { Failure } from "./failure.js";
import type { Ports } from "./ports.js";
import { readVersion } from "./version.js";

/** Which project, and what overrides its configuration. */
export interface ProjectRequest {
  /** Absolute folder in which the configuration is looked for. */
  readonly cwd: string;
  readonly configFile?: string | undefined;
  /** Database URL instead of the configured one. */
  readonly database?: string | undefined;
  /** Refuse whatever leads out of the project. */
  readonly untrusted: boolean;
  /** How long to wait for the lock, in milliseconds; 30 seconds unless told. */
  readonly lockTimeoutMs?: number | undefined;
}

/** A project that use cases work on. */
export interface Project {
  readonly settings: Settings;
  readonly ports: Ports;
  readonly lockTimeoutMs: number;
}

const USUAL_TIMEOUT_MS = 30_000;

/** The settings of the project in a folder, or why there are none. */
export async function loadSettings({ cwd, configFile, database, untrusted }: ProjectRequest): Promise<{
  readonly settings?: Settings;
  readonly diagnostics: readonly Diagnostic[];
}> {
  const settings = await import("../../manifest/read/settings.js");
  return settings.loadSettings({
    cwd,
    ...(configFile === undefined ? {} : { configFile }),
    overrides: database === undefined ? {} : { database },
    untrusted,
  });
}

/** Opens the project in a folder. Throws a failure with every problem of the configuration. */
export async function openProject(request: ProjectRequest, ports: Ports): Promise<Project> {
  const { settings, diagnostics } = await loadSettings(request);
  if (settings === undefined) throw new Failure("invalid", diagnostics);
  await warnOf(diagnostics, ports);
  return { settings, ports, lockTimeoutMs: request.lockTimeoutMs ?? USUAL_TIMEOUT_MS };
}

/** What the manifests declare. Throws a failure with every problem of every file. */
export async function readEstate(
  { settings, ports }: Project,
  options: Omit<LoadOptions, "program"> = { baseline: null },
): Promise<DesiredEstate> {
  const { loadEstate } = await import("../../manifest/load/load.js");
  const { estate, diagnostics } = loadEstate(settings, { ...options, program: readVersion() });
  if (estate === undefined) throw new Failure("invalid", diagnostics);
  await warnOf(diagnostics, ports);
  return estate;
}

/** Tells warnings, if there are any. */
export async function warnOf(diagnostics: readonly Diagnostic[], ports: Ports): Promise<void> {
  if (diagnostics.length > 0) await ports.warn(diagnostics);
}
