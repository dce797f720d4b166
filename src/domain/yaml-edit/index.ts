export { applyEdits, changed } from './apply'
export { sameValue } from './equal'
export { valueAt } from './find'
export type { Edit, EditResult, TextChange, Value } from './types'
