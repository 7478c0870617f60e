import { getBackendAlbum, listBackendAlbums, listTrainingAlbums } from "./backend/albums.js";
import { getMe } from "./backend/auth.js";
import { getBackendFile, getBackendImage, getBackendThumbnail, listBackendImages } from "./backend/images.js";
import { createBackendAlbum, updateBackendAlbum } from "./backend/write-albums.js";
import { EDIT_ROUTES } from "./edit/routes.js";
import type { Route } from "./http/route.js";
import { getAlbum, listAlbums } from "./routes/albums.js";
import { discover } from "./routes/discover.js";
import { streamEvents } from "./routes/events.js";
import { getProjectFile } from "./routes/files.js";
import { getImage, listImageIds, listImages } from "./routes/images.js";
import { openApiRoutes } from "./routes/open-api.js";
import { getFile, getThumbnail } from "./routes/pictures.js";
import { getPlan } from "./routes/plan.js";
import { getRun, listRuns } from "./routes/runs.js";
import { session } from "./routes/session.js";
import { getStatus } from "./routes/status.js";
import { getCoverage, getTemplate, listPrompts } from "./routes/template.js";
import { listTemplates } from "./routes/templates.js";

/** Every operation of the API. Routing, validation, the OpenAPI document and the contract test read it. */
export const ROUTES: readonly Route[] = [
  session,
  getStatus,
  listTemplates,
  getTemplate,
  listPrompts,
  getCoverage,
  listAlbums,
  getAlbum,
  listImages,
  listImageIds,
  getImage,
  getThumbnail,
  getFile,
  getPlan,
  listRuns,
  getRun,
  discover,
  getProjectFile,
  streamEvents,
  listBackendAlbums,
  getBackendAlbum,
  listBackendImages,
  getBackendImage,
  getBackendThumbnail,
  getBackendFile,
  listTrainingAlbums,
  getMe,
  createBackendAlbum,
  updateBackendAlbum,
  ...EDIT_ROUTES,
  ...openApiRoutes(() => ROUTES),
];
