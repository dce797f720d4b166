import { Lock, Undo2 } from 'lucide-react'
import { useEffect, useId, useRef } from 'react'
import { listOf } from '../../../domain/text'
import type { LaneView } from '../../../domain/views'
import { Button } from '../../components/Button'
import { Code } from '../../components/Command'
import { Empty } from '../../components/Empty'
import { ProblemEmpty } from '../../components/ProblemView'
import { StateTag } from '../../components/State'
import { Time } from '../../components/Time'
import { Track } from '../../components/Track'
import { UserText } from '../../components/UserText'
import { visibleText } from '../../components/visible'
import { formatAge, formatClock } from '../../format'
import { laneKind } from '../../app/laneState'
import { outcomeLook } from '../../outcomes'
import { useNavigation } from '../../stores/navigation'
import { useProject } from '../../stores/project'
import { Services } from './Services'

/** A version of more characters has a line of its own. */
const LONG = 22

export interface LaneProps {
  readonly lane: LaneView
  /** Brings this lane into sight. */
  readonly sought: boolean
  /** A run of it is still to be undone, which comes first. */
  readonly owed: boolean
}

/** One environment: what runs, since when, how each service is, and the way back. */
export function Lane({ lane, sought, owed }: LaneProps) {
  const id = useId()
  const element = useRef<HTMLElement>(null)
  useEffect(() => {
    if (sought) element.current?.scrollIntoView({ block: 'nearest' })
  }, [sought])
  const failing = lane.state === 'failing'
  return (
    <section ref={element} className={failing ? 'lane lane--failing' : 'lane'} aria-labelledby={id}>
      <div>
        <h2 id={id}>
          <UserText clip>{lane.environment}</UserText>
          {lane.protected && <><Lock className="icon icon-14" aria-hidden="true" /><span className="sr">, protected</span></>}
        </h2>
        <Current lane={lane} />
        <p className="mt-2"><StateTag kind={laneKind(lane)}>{lane.stateText}</StateTag></p>
      </div>
      <div className="lane-body"><Body lane={lane} /></div>
      <WayBack lane={lane} first={failing && !owed} />
    </section>
  )
}

function Current({ lane: { current, answers, track, observedAt, problem } }: { readonly lane: LaneView }) {
  if (problem !== null) return <p className="lane-version mut">Not known</p>
  if (current === null) {
    return (
      <>
        <p className="lane-version mut">{track.length === 0 ? 'Nothing recorded' : 'None succeeded'}</p>
        {observedAt !== null && <p className="t12 mut">observed <Time at={observedAt} /></p>}
      </>
    )
  }
  const { version, since, timestamp } = current
  return (
    <>
      <p className="lane-version clip"><UserText clip>{version}</UserText></p>
      {since === null
        ? <p className="t12 mut">recorded <Time at={timestamp} /></p>
        : <p className="t12 mut">since <Time at={since} /> · {formatAge(Date.now() - Date.parse(since))}</p>}
      {answers.length > 0 && <p className="t12 warn clip" title={visibleText(listOf(answers))}><UserText>{listOf(answers)}</UserText> {answers.length === 1 ? 'answers' : 'answer'}</p>}
    </>
  )
}

function Body({ lane }: { readonly lane: LaneView }) {
  const { problem, current, track, services, drift, environment } = lane
  // The banner above says what is wrong with the registry; what runs was observed all the same.
  if (problem !== null && services.length === 0) return <ProblemEmpty problem={problem} level={3} />
  const unrecorded = problem === null && current === null && track.length === 0
  return (
    <>
      {track.length > 0 && <Track stops={track} failing={lane.state === 'failing'} />}
      {services.length === 0 && <NoServices environment={environment} />}
      {services.length + drift.length > 0 && <Services environment={environment} services={services} drift={drift} />}
      {unrecorded && services.length > 0 && <NothingRecorded environment={environment} />}
    </>
  )
}

function NoServices({ environment }: { readonly environment: string }) {
  return (
    <Empty level={3} title={<>No service of <UserText>{environment}</UserText> is defined</>}>
      <p>Name its services in backstep.yaml: then what runs is observed, and can be rolled back.</p>
    </Empty>
  )
}

function NothingRecorded({ environment }: { readonly environment: string }) {
  return (
    <Empty level={3} title={<>No deployment of <UserText>{environment}</UserText> was recorded yet</>}>
      <p>There is nothing to go back to. Record one after each deployment:</p>
      <Code>{`backstep record --env ${environment} --version v1.0.0`}</Code>
    </Empty>
  )
}

function WayBack({ lane, first }: { readonly lane: LaneView; readonly first: boolean }) {
  const go = useNavigation((state) => state.go)
  const { environment, wayBack, current, cannotRollBack } = lane
  const writable = useProject(({ project }) => project?.writable ?? true)
  const reason = writable ? cannotRollBack ?? undefined : 'The project can only be read.'
  return (
    <div className="lane-act">
      <Button wide icon={Undo2} kind={first && reason === undefined ? 'primary' : 'default'} disabledReason={reason} onClick={() => go({ screen: 'guide', environment })}>
        Roll back…<span className="sr"> {environment}</span>
      </Button>
      {reason !== undefined && <p className="t12 mut"><UserText>{reason}</UserText></p>}
      {reason === undefined && wayBack && (
        <p className="t12 sec lane-sentence" title={visibleText(`${wayBack.version}, ${wayBack.sentence}`)}>To <UserText>{wayBack.version}</UserText>{wayBack.version.length > LONG ? ' ' : ', '}<UserText>{wayBack.sentence}</UserText>.</p>
      )}
      {reason === undefined && !wayBack && current && <p className="t12 sec lane-sentence">No earlier one is suggested. <UserText>{current.version}</UserText> can be started again.</p>}
      <LastRollback lane={lane} />
    </div>
  )
}

function LastRollback({ lane: { lastRollback, state } }: { readonly lane: LaneView }) {
  const go = useNavigation((navigation) => navigation.go)
  if (lastRollback === null) return state === 'empty' ? null : <p className="t12 mut">No rollback recorded</p>
  const { runId, at, services } = lastRollback
  const ended = endOf(lastRollback)
  const text = <>Last rollback {services.length > 0 && <>of <UserText>{listOf(services)}</UserText> </>}<Time at={at} style="day" />{ended !== null && `, ${ended}`}</>
  return (
    <p className="t12 mut">
      {runId === null ? text : <button type="button" className="plain" onClick={() => go({ screen: 'result', runId })}>{text}</button>}
    </p>
  )
}

function endOf({ duration, outcome }: NonNullable<LaneView['lastRollback']>): string | null {
  if (outcome === null) return null
  if (outcome !== 'done' && outcome !== 'done-with-warnings') return outcomeLook(outcome).word.toLowerCase()
  return duration === null ? null : `in ${formatClock(duration)}`
}
