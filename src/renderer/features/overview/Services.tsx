import { useState } from 'react'
import type { LaneView, ServiceDisplay, ServiceRow } from '../../../domain/views'
import { State, StateIcon } from '../../components/State'
import { STATES } from '../../components/states'
import { UserText } from '../../components/UserText'
import { visibleText } from '../../components/visible'
import { formatAmount } from '../../format'
import { summarize, type ServiceGroup } from './summary'

export interface ServicesProps {
  readonly environment: string
  readonly services: readonly ServiceRow[]
  readonly drift: LaneView['drift']
}

/** The services of an environment as they were observed, and what else is not as it was recorded. */
export function Services({ environment, services, drift }: ServicesProps) {
  const [all, setAll] = useState(false)
  const { rows, rest, names } = summarize(services)
  if (names.length > 0 && !all) return <Names environment={environment} services={names} drift={drift} />
  const expandable = rest.length > 0 || all
  return (
    <ul className="services" aria-label={`Services of ${environment}`}>
      {(all ? services : rows).map((service) => <Service key={service.name} service={service} />)}
      {!all && rest.map((group, index) => (
        <Rest key={group.display} group={group} total={services.length} onShow={index === rest.length - 1 ? () => setAll(true) : undefined} />
      ))}
      <Drifted drift={drift} />
      {all && expandable && (
        <li className="services-more"><button type="button" className="link" onClick={() => setAll(false)}>Show only exceptions</button></li>
      )}
    </ul>
  )
}

function Service({ service }: { readonly service: ServiceRow }) {
  const { name, display, detail, version, host } = service
  return (
    <li className={display === 'failing' ? 'service service--failing' : 'service'}>
      <span className="strong clip"><UserText clip>{name}</UserText></span>
      <State kind={display} />
      <span className="service-detail clip" dir="auto"><UserText clip>{evidence(version, detail)}</UserText></span>
      <span className="service-host t12 mut clip"><UserText clip>{host}</UserText></span>
    </li>
  )
}

function Drifted({ drift }: Pick<ServicesProps, 'drift'>) {
  return drift.map(({ kind, name, detail }) => (
    <li key={`${kind} ${name}`} className="service">
      <span className="strong clip"><UserText clip>{name}</UserText></span>
      <State kind="drift" />
      <span className="service-detail clip">{detail}</span>
    </li>
  ))
}

function evidence(version: string | null, detail: string): string {
  if (version === null || detail.includes(version)) return detail
  return detail === '' ? version : `${version} · ${detail}`
}

interface RestProps {
  readonly group: ServiceGroup
  readonly total: number
  readonly onShow: (() => void) | undefined
}

function Rest({ group, total, onShow }: RestProps) {
  return (
    <li className="service services-rest">
      <State kind={group.display}>{counted(group.names.length, group.display)}</State>
      <span className="service-detail clip"><UserText clip>{group.names.join(', ')}</UserText></span>
      {onShow && <button type="button" className="link" onClick={onShow}>Show all {formatAmount(total)}</button>}
    </li>
  )
}

const counted = (count: number, display: ServiceDisplay): string => `${formatAmount(count)} ${STATES[display].word.toLowerCase()}`

function Names({ environment, services, drift }: ServicesProps) {
  return (
    <>
      <ul className="service-names" aria-label={`Services of ${environment}, all running`}>
        {services.map(({ name, display, detail }) => (
          <li key={name} title={visibleText(detail)}>
            <span className="ok"><StateIcon kind={display} /></span>
            <UserText clip>{name}</UserText>
          </li>
        ))}
      </ul>
      {drift.length > 0 && <ul className="services mt-2" aria-label={`Drift of ${environment}`}><Drifted drift={drift} /></ul>}
    </>
  )
}
