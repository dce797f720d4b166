/** Every group of the torture, for `scripts/torture.mjs`. */
import { corruption } from './corruption/group'
import { crash } from './crash/group'
import type { Figure, Work } from './figures'
import { files } from './files/group'
import { lock } from './lock/group'
import { secrets } from './secrets/group'
import { store } from './store/group'

export { inTemporary } from './shop/places'
export { newSeed } from './random'
export { openArena } from './crash/arena'
export { reset } from './shop/reset'

export const groups: Readonly<Record<string, (work: Work) => Promise<readonly Figure[]>>> = { crash, files, store, lock, corruption, secrets }
