import { render } from "preact";
import { followEvents } from "./api/events.js";
import { followNsfw } from "./api/nsfw-ids.js";
import { App } from "./app.js";
import { startRouter } from "./shell/router.js";
import { loadSession } from "./shell/session.js";

startRouter();
followEvents();
followNsfw();
void loadSession();
render(<App />, document.getElementById("app") as HTMLElement);
