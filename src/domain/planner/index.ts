export { makePlan, stepOrder, withoutSnapshot } from './planner'
export { planHash, verifyPlanHash } from './hash'
