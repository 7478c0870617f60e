import { useEffect } from "preact/hooks";
import { AlbumPage } from "./albums/album-page.js";
import { AlbumsPage } from "./albums/albums-page.js";
import { DiscoverPage } from "./discover/discover-page.js";
import { FilePage } from "./file/file-page.js";
import { ImagesPage } from "./images/images-page.js";
import { PlanPage } from "./plan/plan-page.js";
import { RunsPage } from "./plan/runs-page.js";
import { CommitSheet } from "./review/commit-sheet.js";
import { ReviewDrawer } from "./review/review-drawer.js";
import { InvalidNote } from "./shell/invalid-note.js";
import { Nav } from "./shell/nav.js";
import { navigate, path } from "./shell/router.js";
import { sessionProblem } from "./shell/session.js";
import { Toasts } from "./shell/toasts.js";
import { TemplatePage } from "./template/template-page.js";
import { TemplatesPage } from "./templates/templates-page.js";

export function App() {
  return (
    <>
      <a class="skip" href="#main">
        Skip to the page
      </a>
      <div class="frame">
        <Nav />
        <main id="main" tabIndex={-1}>
          {isList(path.value) ? <InvalidNote /> : null}
          {sessionProblem.value === undefined ? <CurrentPage /> : <NoSession />}
        </main>
      </div>
      <ReviewDrawer />
      <CommitSheet />
      <Toasts />
    </>
  );
}

function CurrentPage() {
  const [, place = "", name] = path.value.split("/").map((part) => decodeURIComponent(part));
  switch (place) {
    case "":
      return <Redirect to="/templates" />;
    case "templates":
      return name ? <TemplatePage key={name} slug={name} /> : <TemplatesPage />;
    case "albums":
      return name ? <AlbumPage key={name} slug={name} /> : <AlbumsPage />;
    case "files":
      return <FilePage key={name} path={name ?? ""} />;
    case "images":
      return <ImagesPage />;
    case "discover":
      return <DiscoverPage />;
    case "plan":
      return <PlanPage />;
    case "runs":
      return <RunsPage selected={name} />;
    default:
      return (
        <div class="empty">
          <h1>No such page</h1>
          <p>
            <a href="/templates">Go to the templates</a>
          </p>
        </div>
      );
  }
}

function Redirect({ to }: { readonly to: string }) {
  useEffect(() => navigate(to, true), [to]);
  return null;
}

function NoSession() {
  const problem = sessionProblem.value;
  return (
    <div class="empty">
      <h1>{problem?.status === 401 || problem?.status === 403 ? "This needs a new link" : "No answer"}</h1>
      <p>{problem?.message}</p>
      <p>
        <code>sync serve</code> prints an address that opens this page; each is good for one browser.
      </p>
    </div>
  );
}

/** True for pages of many things. */
function isList(path: string): boolean {
  return /^\/(templates|albums|images)$/.test(path);
}
