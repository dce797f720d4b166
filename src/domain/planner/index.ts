export { makePlan, stepOrder } from './planner'
export { planHash, verifyPlanHash } from './hash'
