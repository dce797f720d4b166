export { decideRetention } from './decide'
export { keyOf, type Keepable, type RestoreTarget, type RetentionInput, type Verdict } from './input'
