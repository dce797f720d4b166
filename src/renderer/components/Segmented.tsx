import { UserText } from './UserText'
import { formatAmount } from '../format'

export interface Segment<Value extends string> {
  readonly value: Value
  readonly label: string
  readonly count?: number
}

export interface SegmentedProps<Value extends string> {
  /** What is chosen here: "Environment". */
  readonly label: string
  readonly segments: readonly Segment<Value>[]
  readonly chosen: Value
  readonly onChoose: (value: Value) => void
}

/** A filter with few values, all of them in sight. */
export function Segmented<Value extends string>({ label, segments, chosen, onChoose }: SegmentedProps<Value>) {
  return (
    <div className="seg" role="group" aria-label={label}>
      {segments.map((segment) => (
        <button key={segment.value} type="button" aria-pressed={segment.value === chosen} onClick={() => onChoose(segment.value)}>
          <UserText>{segment.label}</UserText>
          {segment.count !== undefined && <span className="count">{formatAmount(segment.count)}</span>}
        </button>
      ))}
    </div>
  )
}
