import { statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Uncollected } from "../../collect/find-uncollected.js";
import { isFolder } from "../../files/exists.js";
import { walk } from "../../files/walk.js";
import type { Ports } from "../project/ports.js";
import { openProject, type Project, type ProjectRequest } from "../project/project.js";
import { Catalog } from "./catalog.js";
import { type IndexState, ManifestIndex } from "./manifest-index.js";
import { type CurrentPlan, type PlanOutcome, type PlanSource, Superseded } from "./plan-messages.js";

/** A project that is looked at for a long time, while its files and its database change. */
export class Browser {
  readonly #request: ProjectRequest;
  readonly #ports: Ports;
  readonly #index = new ManifestIndex();
  readonly #plans: PlanSource;
  #isClosed = false;
  #project: { readonly stamp: string; readonly project: Project } | undefined;
  #catalog: { readonly name: string; readonly catalog: Catalog } | undefined;

  constructor(request: ProjectRequest, ports: Ports, plans: PlanSource) {
    this.#request = request;
    this.#ports = ports;
    this.#plans = plans;
  }

  /** The project with its configuration as it is on disk now. Throws a failure when that is invalid. */
  async openProject(): Promise<Project> {
    const known = this.#project;
    if (known !== undefined && stampOf(known.project.settings.configFile) === known.stamp)
      return known.project;
    const project = await openProject(this.#request, this.#ports);
    this.#project = { stamp: stampOf(project.settings.configFile), project };
    return project;
  }

  /** The database that the configuration names now. */
  async openCatalog(): Promise<Catalog> {
    const { settings } = await this.openProject();
    const { database, databaseId, estate } = settings;
    const name = JSON.stringify([database, databaseId, estate]);
    if (this.#catalog?.name !== name) {
      const old = this.#catalog;
      this.#catalog = { name, catalog: new Catalog(settings) };
      await old?.catalog.close();
    }
    return this.#catalog.catalog;
  }

  /** Which manifest declares what, as they are on disk now. */
  async readManifests(): Promise<IndexState> {
    await this.findChangedFiles();
    return this.#index.state;
  }

  /** Manifests, and files that they name, that changed since they were read last; absolute paths. */
  async findChangedFiles(): Promise<readonly string[]> {
    return this.#index.refresh((await this.openProject()).settings);
  }

  /** Absolute folders in which files of the project lie: manifests, what they name, and the configuration. */
  async listFolders(): Promise<readonly string[]> {
    const { settings } = await this.openProject();
    const files = this.#index.state.manifests.flatMap(({ file, used }) => [file, ...used]);
    const below = settings.manifestDirs.flatMap((dir) =>
      Array.from(walk(Buffer.from(dir)), ({ raw, kind }) =>
        kind === "folder" ? [join(dir, raw.toString())] : [],
      ).flat(),
    );
    const named = [settings.configFile, ...files].map((file) => dirname(file));
    return [...new Set([...settings.manifestDirs, ...below, ...named])].filter(isFolder).sort();
  }

  /** The plan of this moment. Throws the failure of a plan that can't be made, as with an invalid manifest. */
  readPlan(): Promise<CurrentPlan> {
    return this.withPlan(async (plan) => plan);
  }

  /** What `work` makes of the plan of this moment; begun again when files or rows change meanwhile. Throws as readPlan. */
  async withPlan<T>(work: (plan: CurrentPlan) => Promise<T>): Promise<T> {
    for (;;) {
      const key = await this.#readState();
      try {
        return await work(await this.#plans.read(this.#request, key));
      } catch (error) {
        if (!(error instanceof Superseded) || this.#isClosed) throw error;
      }
    }
  }

  /** The same where it is known; undefined while it is being made. */
  async peekPlan(): Promise<PlanOutcome | undefined> {
    return this.#plans.peek(this.#request, await this.#readState());
  }

  /** Legacy folders of the project that `sync collect` has not taken, or not wholly. */
  listUncollected(): Promise<Uncollected> {
    return this.#plans.listUncollected(this.#request);
  }

  /** Another text after each change of configuration, manifests or database. */
  async #readState(): Promise<string> {
    const catalog = await this.openCatalog();
    const { version } = await this.readManifests();
    const { stamp } = this.#project ?? {};
    return JSON.stringify([stamp, version, await catalog.readVersion()]);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#plans.close();
    await this.#catalog?.catalog.close();
    this.#catalog = undefined;
  }
}

function stampOf(file: string): string {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? "" : `${stat.ino}:${stat.size}:${stat.mtimeNs}`;
}
