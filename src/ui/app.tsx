import { useEffect } from "preact/hooks";
import { ReviewDrawer } from "./review/review-drawer.js";
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
          {sessionProblem.value === undefined ? <CurrentPage /> : <NoSession />}
        </main>
      </div>
      <ReviewDrawer />
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
