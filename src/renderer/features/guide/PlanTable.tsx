import { TriangleAlert } from 'lucide-react'
import type { Step } from '../../../domain/plan'
import { LOCAL } from '../../../domain/facts'
import type { PreparedView } from '../../../domain/views'
import { CommandLine } from '../../components/CommandLine'
import { Region } from '../../components/Region'
import { UserText } from '../../components/UserText'
import { formatClock, formatSpan } from '../../format'
import { planPhases, type PlanPhase, type PlanRow } from './plan-rows'

/** The steps by phase, each with its whole command, where it runs and how long it takes. */
export function PlanTable({ view }: { readonly view: PreparedView }) {
  return (
    <Region label="Steps of the plan" className="grow">
      <table className={view.band.measured ? 'plan' : 'plan plan--unmeasured'}>
        <thead>
          <tr>
            <th scope="col">Phase</th><th scope="col" className="num">Step</th><th scope="col">What</th><th scope="col">Exact command</th>
            <th scope="col" className="col-opt">Effect</th><th scope="col">Host</th><th scope="col" className="num">Takes</th>
          </tr>
        </thead>
        {planPhases(view).map((phase) => <PhaseRows key={phase.phase} phase={phase} />)}
      </table>
    </Region>
  )
}

function PhaseRows({ phase }: { readonly phase: PlanPhase }) {
  return (
    <tbody className={phase.down ? 'down' : undefined}>
      {phase.rows.map((row, index) => (
        <tr key={row.step.id} className={row.loses ? 'hot' : undefined}>
          {index === 0 && <PhaseHead phase={phase} />}
          <StepCells row={row} />
        </tr>
      ))}
    </tbody>
  )
}

function PhaseHead({ phase: { title, at, turn, rows } }: { readonly phase: PlanPhase }) {
  return (
    <th scope="rowgroup" rowSpan={rows.length}>
      {title}
      {at !== null && <span className="plan-at">{formatClock(at)}</span>}
      {turn === 'down' && <em className="warn">Down from here</em>}
      {turn === 'up' && <em className="ok">Up again</em>}
    </th>
  )
}

const EFFECTS: Readonly<Record<Step['effect'], string>> = { reads: 'reads only', changes: 'changes', 'loses-data': 'loses rows' }

function StepCells({ row: { step, number, commands, takes, loses } }: { readonly row: PlanRow }) {
  return (
    <>
      <td className="num t12">{number}</td>
      <td>{loses ? <span className="state state--failed"><TriangleAlert className="icon" aria-hidden="true" /><UserText>{`${step.title}, loses rows`}</UserText></span> : <UserText>{step.title}</UserText>}</td>
      <td>{commands.map((line, index) => <CommandLine key={index} line={line} />)}</td>
      <td className={loses ? 'fail col-opt' : 'sec col-opt'}>{EFFECTS[step.effect === 'loses-data' && !loses ? 'changes' : step.effect]}</td>
      <td className="sec"><UserText>{step.host === LOCAL ? 'this machine' : step.host}</UserText></td>
      <td className="num">{takes === null ? <span className="plan-unmeasured">not measured yet</span> : formatSpan(takes)}</td>
    </>
  )
}
