import { Segmented } from '../../components/Segmented'
import { visibleText } from '../../components/visible'

/** So many environments have segments; with more, the others are in a list. */
const SEGMENTS = 4

export interface EnvironmentFilterProps {
  readonly environments: readonly string[]
  readonly chosen: string | null
  readonly onChoose: (environment: string | null) => void
}

/** All environments, or one. */
export function EnvironmentFilter({ environments: known, chosen, onChoose }: EnvironmentFilterProps) {
  const environments = chosen === null || known.includes(chosen) ? known : [chosen, ...known]
  if (environments.length < 2 && chosen === null) return null
  const many = environments.length > SEGMENTS || environments.join('').length > 40
  const shown = many ? environments.slice(0, 2) : environments
  const rest = many ? environments.slice(2) : []
  const segments = [{ value: '', label: 'All' }, ...shown.map((environment) => ({ value: environment, label: environment }))]
  const inRest = chosen !== null && rest.includes(chosen)
  return (
    <>
      <Segmented label="Environment" segments={segments} chosen={inRest ? '-' : chosen ?? ''} onChoose={(value) => onChoose(value === '' ? null : value)} />
      {rest.length > 0 && (
        <select className="input deployments-more" aria-label="Other environments" value={inRest ? chosen : ''} onChange={({ target }) => onChoose(target.value === '' ? null : target.value)}>
          <option value="">{rest.length} more</option>
          {rest.map((environment) => <option key={environment} value={environment}>{visibleText(environment)}</option>)}
        </select>
      )}
    </>
  )
}
