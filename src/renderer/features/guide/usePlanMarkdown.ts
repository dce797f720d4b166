import { planMarkdown } from '../../../domain/document'
import { useZone } from '../../components/Time'
import { usePlan } from './useFormState'

/** The plan for the incident channel, made when it is copied. */
export function usePlanMarkdown(): () => string {
  const plan = usePlan()
  const zone = useZone()
  return () => (plan === null ? '' : planMarkdown(plan, zone))
}
