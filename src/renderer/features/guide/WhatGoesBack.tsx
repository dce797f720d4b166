import { LOCAL } from '../../../domain/facts'
import type { TargetsView } from '../../../domain/views'
import { listOf } from '../../../domain/text'
import { Checkbox } from '../../components/Choice'
import { Loading } from '../../components/Empty'
import { Region } from '../../components/Region'
import { UserText } from '../../components/UserText'
import { formatCount } from '../../format'
import { ConfigChoice } from './ConfigChoice'
import { DataChoice } from './DataChoice'
import { withService } from './draft'
import { edit, useGuide } from './guide-store'
import { leftBehind, type Dependency } from './dependents'
import { useLastPlan } from './useFormState'

/** Services, databases and configuration: what goes back and what stays. */
export function WhatGoesBack() {
  const targets = useGuide((state) => state.targets)
  return (
    <Region label="What goes back" className="guide-side">
      {targets === null ? <Loading label="Reading what runs here" /> : <Choices targets={targets} />}
    </Region>
  )
}

function Choices({ targets }: { readonly targets: TargetsView }) {
  return (
    <>
      <Services targets={targets} />
      <DataChoice targets={targets} />
      <ConfigChoice targets={targets} />
    </>
  )
}

const MANY = 8

function Services({ targets: { services } }: { readonly targets: TargetsView }) {
  const chosen = useGuide(({ draft }) => draft.services)
  const names = services.map(({ name }) => name)
  const warning = useDependents(names)
  if (services.length === 0) return <p className="sec">No service of this environment is declared in backstep.yaml.</p>
  return (
    <fieldset className="stack gap1">
      <legend className="medium guide-legend">Services</legend>
      {services.length > MANY && <AllOrNone all={names.length} chosen={chosen?.length ?? names.length} />}
      {services.map(({ name, runtime, host }) => (
        <Checkbox
          key={name} checked={chosen === null || chosen.includes(name)} onChange={(on) => edit((draft) => withService(draft, names, name, on))}
          label={<span className="clip block"><UserText>{name}</UserText> <span className="mut"><UserText>{`${runtime}, ${host === LOCAL ? 'this machine' : host}`}</UserText></span></span>}
        />
      ))}
      {chosen?.length === 0 && <p className="fail" role="alert">Choose at least one service.</p>}
      {warning !== null && <p className="warn" role="status">{warning}</p>}
    </fieldset>
  )
}

function AllOrNone({ all, chosen }: { readonly all: number; readonly chosen: number }) {
  return (
    <p className="rowflex t12 mut">
      {`${chosen} of ${formatCount(all, 'service')}`}
      <button type="button" className="link" onClick={() => edit({ services: null })}>Tick all</button>
      <button type="button" className="link" onClick={() => edit({ services: [] })}>Untick all</button>
    </p>
  )
}

function useDependents(all: readonly string[]): string | null {
  const chosen = useGuide(({ draft }) => draft.services)
  const declared: readonly Dependency[] = useLastPlan()?.plan?.definition.services ?? []
  const { needed, needing } = leftBehind(declared, chosen ?? all)
  if (needed.length === 0 && needing.length === 0) return null
  return [
    needing.length > 0 ? `${listOf(needing)} ${needing.length === 1 ? 'depends on what goes back and stays' : 'depend on what goes back and stay'} as now.` : '',
    needed.length > 0 ? `What goes back depends on ${listOf(needed)}, which ${needed.length === 1 ? 'stays' : 'stay'} as now.` : ''
  ].filter(Boolean).join(' ')
}
