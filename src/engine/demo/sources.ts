/** The files in `shop/`, as texts: the build puts them into the bundle. */
// oxlint-disable-next-line typescript/triple-slash-reference -- it declares modules, so that it cannot be imported itself
/// <reference path="./raw.d.ts" />
import api from './shop/services/api.mjs?raw'
import database from './shop/services/database.mjs?raw'
import settings from './shop/services/settings.mjs?raw'
import version from './shop/services/version.mjs?raw'
import web from './shop/services/web.mjs?raw'
import worker from './shop/services/worker.mjs?raw'
import gitignore from './shop/gitignore.txt?raw'
import readme from './shop/README.md?raw'
import fill from './shop/fill.mjs?raw'

/** The first commit's files, by path. */
export const SOURCES = {
  '.gitignore': gitignore,
  'README.md': readme,
  'services/api.mjs': api,
  'services/database.mjs': database,
  'services/settings.mjs': settings,
  'services/version.mjs': version,
  'services/web.mjs': web,
  'services/worker.mjs': worker
}
/** Fills a database with orders; not part of the shop itself. */
export const FILL: string = fill
