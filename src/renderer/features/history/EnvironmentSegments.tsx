import { Segmented } from '../../components/Segmented'
import { visibleText } from '../../components/visible'

export interface EnvironmentSegmentsProps {
  readonly environments: readonly string[]
  readonly chosen: string | null
  readonly onChoose: (environment: string | null) => void
}

/** All environments, or one; many, or with long names, are in a list. */
export function EnvironmentSegments({ environments, chosen, onChoose }: EnvironmentSegmentsProps) {
  if (environments.length < 2) return null
  const choose = (value: string): void => onChoose(value === '' ? null : value)
  if (environments.length > 4 || environments.join('').length > 40) {
    return (
      <select className="input history-environment" aria-label="Environment" value={chosen ?? ''} onChange={({ target }) => choose(target.value)}>
        <option value="">All environments</option>
        {environments.map((environment) => <option key={environment} value={environment}>{visibleText(environment)}</option>)}
      </select>
    )
  }
  const segments = [{ value: '', label: 'All' }, ...environments.map((environment) => ({ value: environment, label: environment }))]
  return <Segmented label="Environment" segments={segments} chosen={chosen ?? ''} onChoose={choose} />
}
