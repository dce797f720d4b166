/** The overview in text: one lane per environment. */
import { durationInSentence, listOf, plural, stripControl } from '../../domain/text'
import type { LaneView, OverviewView, OwedUndo, RunInProgress } from '../../domain/views'
import { isOfDefinition } from '../project'
import { at, zoneNote } from './amounts'
import { holderText } from './holder'
import { problemLines } from './problem'
import { laneState, outcomeState, serviceState } from './states'
import type { Paint } from './style'
import { table } from './table'
import { wrappedText } from './width'

export function statusLines(view: OverviewView, width: number, paint: Paint): readonly string[] {
  const { history, lanes, runs, owedUndos, problems } = view
  const unlisted = problems.some(isOfDefinition)
  return [
    ...problems.flatMap((problem) => [...problemLines(problem, paint), '']),
    ...runs.flatMap((run) => [elsewhere(run, unlisted, paint), ...runLines(run, paint), '']),
    ...owedUndos.flatMap((owed) => [...owedLines(owed, paint), '']),
    ...lanes.flatMap((lane) => [...laneLines(lane, width, paint), '']),
    ...wrappedText([lanes.length === 0 ? 'Nothing observed' : `Observed ${at(view.observedAt)}`, view.registryReadAt === null ? 'registry not read' : `registry read ${at(view.registryReadAt)}`, proofOf(history), zoneNote()].join(' · '), width).map((line) => paint(line, 'dim'))
  ]
}

const CHAIN: Readonly<Record<OverviewView['history']['chain'], string>> = { verified: ', chain verified', verifying: ', chain not verified yet', broken: ', its chain does not verify' }
function proofOf({ problem, writable, chain }: OverviewView['history']): string {
  // That a project can only be read is said with each environment.
  if (problem?.code === 'read-only') return `history can only be read${CHAIN[chain]}`
  if (problem) return `history cannot be ${writable ? 'trusted' : 'written'}: ${stripControl(problem.message)}`
  return `history ${writable ? 'can' : 'cannot'} be written${CHAIN[chain]}`
}

function laneLines(lane: LaneView, width: number, paint: Paint): readonly string[] {
  return [
    headline(lane, paint),
    ...(lane.problem ? problemLines(lane.problem, paint).map((line) => `  ${line}`) : []),
    ...(lane.run ? runLines(lane.run, paint) : []),
    ...(lane.holder ? [`  ${paint(`▸ held by ${holderText(lane.holder)}, process ${lane.holder.pid}`, 'warning')}`] : []),
    ...table([], [...lane.services, ...lane.drift.map((one) => ({ ...one, display: 'drift' as const }))].map(({ display, name, detail }) => [serviceState(display), name, detail]), { width, paint, indent: 2, whole: [0], wraps: true }),
    ...wayBack(lane, paint)
  ]
}

/** Of a run in an environment that has no lane; `unlisted`: nobody can say which environments there are. */
function elsewhere({ environment, status }: RunInProgress, unlisted: boolean, paint: Paint): string {
  const { text, tone } = laneState(status === 'interrupted' ? 'interrupted' : 'in-progress')
  return [paint(stripControl(environment), 'bold'), ...(unlisted ? [] : ['not in backstep.yaml']), paint(text, tone)].join('  ')
}

function headline(lane: LaneView, paint: Paint): string {
  const { environment, state, stateText } = lane
  const where = paint(stripControl(environment), 'bold') + (lane.protected ? paint(' protected', 'dim') : '')
  const what = versionText(lane)
  const { text, tone } = laneState(state)
  return `${where}  ${what}  ${paint(text, tone)}${stateText === '' || text.endsWith(stateText) ? '' : ` · ${stripControl(stateText)}`}`
}

function versionText({ current, answers, problem, track }: LaneView): string {
  if (problem) return 'version not known'
  if (current === null) return track.length === 0 ? 'nothing recorded yet' : 'no successful deployment recorded'
  const { version, since, timestamp } = current
  const others = answers.length === 0 ? '' : `, ${listOf(answers.map(stripControl))} ${answers.length === 1 ? 'answers' : 'answer'}`
  return `${stripControl(version)} ${since === null ? `recorded ${at(timestamp)}` : `since ${at(since)}`}${others}`
}

function wayBack({ wayBack: back, lastRollback: last, cannotRollBack }: LaneView, paint: Paint): readonly string[] {
  const lines = [
    ...(back ? [`way back  ${stripControl(back.version)} (${stripControl(back.deploymentId)}), ${stripControl(back.sentence)}`] : []),
    ...(cannotRollBack === null ? [] : [`no rollback now: ${stripControl(cannotRollBack)}`]),
    ...(last ? [lastRollback(last)] : [])
  ]
  return lines.map((line) => `  ${paint(line, 'dim')}`)
}

function lastRollback({ at: when, to, services, duration, outcome }: NonNullable<LaneView['lastRollback']>): string {
  const took = duration === null ? '' : `, in ${durationInSentence(duration)}`
  const of = services.length === 0 ? '' : `of ${listOf(services.map(stripControl))} `
  return `last rollback ${of}${at(when)} to ${stripControl(to)}${took}${outcome === null ? '' : `: ${outcomeState(outcome).text}`}`
}

const runLines = (run: RunInProgress, paint: Paint): readonly string[] => [
  `  ${paint(`${run.status === 'interrupted' ? '‖' : '▸'} ${stripControl(run.sentence)}`, 'warning')}`,
  ...(run.holder ? [`    held by ${holderText(run.holder)}, ${run.stepsDone} of ${plural(run.stepsTotal, 'step', 'steps')} done`] : []),
  ...run.ways.map((way) => `    backstep ${way} ${run.runId}`)
]

const owedLines = ({ runId, environment, sentence, ways }: OwedUndo, paint: Paint): readonly string[] => [
  `${paint(stripControl(environment), 'bold')}  ${paint(`! ${stripControl(sentence)}`, 'warning')}`,
  ...ways.map((way) => `    backstep ${way} ${runId}`)
]
