import type { Route } from "./http/route.js";
import { session } from "./routes/session.js";

/** Every operation of the API. Routing, validation, the OpenAPI document and the contract test read it. */
export const ROUTES: readonly Route[] = [session];
