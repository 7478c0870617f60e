import type { Ports } from "../../engine/project/ports.js";
import { openProject, type Project, type ProjectRequest } from "../../engine/project/project.js";
import { EventHub } from "./events.js";
import type { Site } from "./site.js";

/** Opens the site of the project that a request names. Throws a failure when its configuration is invalid. */
export async function openSite(request: ProjectRequest, ports: Ports, isWritable: boolean): Promise<Site> {
  const open = (): Promise<Project> => openProject(request, ports);
  const { settings } = await open();
  const { projectDir, estate } = settings;
  return { openProject: open, projectDir, estate, isWritable, events: new EventHub() };
}
