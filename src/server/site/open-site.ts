import { Browser } from "../../engine/browse/browser.js";
import type { Ports } from "../../engine/project/ports.js";
import type { ProjectRequest } from "../../engine/project/project.js";
import { identifyRunner } from "../../engine/project/runner.js";
import { EditProcesses } from "../plan/edit-processes.js";
import { PlanView } from "../plan/plan-view.js";
import { EventHub } from "./events.js";
import type { Site } from "./site.js";
import { watchProject } from "./watch.js";

/** Opens the site of the project that a request names. Throws a failure when its configuration is invalid. */
export async function openSite(request: ProjectRequest, ports: Ports, isWritable: boolean): Promise<Site> {
  const events: EventHub = new EventHub((hub) => watchProject(browser, hub));
  const onPlan = (planId: string | null) => events.publish({ event: "plan", data: { planId } });
  const browser = new Browser(request, ports, new PlanView(onPlan));
  const { settings } = await browser.openProject();
  const edits = new EditProcesses(request);
  return {
    openProject: () => browser.openProject(),
    browser,
    edits,
    projectDir: settings.projectDir,
    estate: settings.estate,
    isCheckout: identifyRunner(settings.projectDir).gitCommit !== null,
    isWritable,
    events,
    close: async (graceMs) => {
      events.close();
      await Promise.all([browser.close(), edits.close(graceMs)]);
    },
  };
}
