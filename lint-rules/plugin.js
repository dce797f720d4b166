// The rules of our own, as a plugin of the linter.
import { layers } from './layers.js'

export default { meta: { name: 'backstep' }, rules: { layers } }
