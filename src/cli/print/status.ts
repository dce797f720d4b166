/** The overview in text: one lane per environment. */
import { durationInSentence, plural, stripControl } from '../../domain/text'
import type { LaneView, OverviewView, RunInProgress } from '../../domain/views'
import { at, zoneNote } from './amounts'
import { holderText } from './holder'
import { problemLines } from './problem'
import { laneState, outcomeState, serviceState } from './states'
import type { Paint } from './style'
import { table } from './table'
import { wrapped } from './width'

export function statusLines(view: OverviewView, lanes: readonly LaneView[], width: number, paint: Paint): readonly string[] {
  const { history } = view
  const proof = history.problem ? `history cannot be trusted: ${stripControl(history.problem.message)}` : `${history.writable ? 'history can be written' : 'history cannot be written'}${{ verified: ', chain verified', verifying: ', chain not verified yet', broken: '' }[history.chain]}`
  return [
    ...view.problems.flatMap((problem) => [...problemLines(problem, paint), '']),
    ...lanes.flatMap((lane) => [...laneLines(lane, width, paint), '']),
    ...wrapped([`Observed ${at(view.observedAt)} ·`, `registry read ${at(view.registryReadAt)} ·`, `${proof} ·`, zoneNote()], width).map((line) => paint(line, 'dim'))
  ]
}

function laneLines(lane: LaneView, width: number, paint: Paint): readonly string[] {
  return [
    headline(lane, paint),
    ...(lane.problem ? problemLines(lane.problem, paint).map((line) => `  ${line}`) : []),
    ...(lane.run ? runLines(lane.run, paint) : []),
    ...(lane.holder ? [`  ${paint(`▸ held by ${holderText(lane.holder)}, process ${lane.holder.pid}`, 'warning')}`] : []),
    ...table([], lane.services.map((service) => [serviceState(service.display), service.name, service.detail]), { width, paint, indent: 2 }),
    ...wayBack(lane, paint)
  ]
}

function headline({ environment, current, state, stateText, protected: isProtected }: LaneView, paint: Paint): string {
  const where = paint(stripControl(environment), 'bold') + (isProtected ? paint(' protected', 'dim') : '')
  const what = current ? `${stripControl(current.version)} since ${at(current.since ?? current.timestamp)}` : 'nothing recorded yet'
  const { text, tone } = laneState(state)
  return `${where}  ${what}  ${paint(text, tone)}${stateText === '' || text.endsWith(stateText) ? '' : ` · ${stripControl(stateText)}`}`
}

function wayBack({ wayBack: back, lastRollback: last, cannotRollBack }: LaneView, paint: Paint): readonly string[] {
  const lines = [
    ...(back ? [`way back  ${stripControl(back.version)} (${stripControl(back.deploymentId)}), ${stripControl(back.sentence)}`] : []),
    ...(cannotRollBack === null ? [] : [`no rollback now: ${stripControl(cannotRollBack)}`]),
    ...(last ? [`last rollback ${at(last.at)} to ${stripControl(last.to)}, in ${durationInSentence(last.duration)}: ${outcomeState(last.outcome).text}`] : [])
  ]
  return lines.map((line) => `  ${paint(line, 'dim')}`)
}

const runLines = (run: RunInProgress, paint: Paint): readonly string[] => [
  `  ${paint(`${run.status === 'interrupted' ? '‖' : '▸'} ${stripControl(run.sentence)}`, 'warning')}`,
  ...(run.holder ? [`    held by ${holderText(run.holder)}, ${run.stepsDone} of ${plural(run.stepsTotal, 'step', 'steps')} done`] : []),
  ...(run.status === 'interrupted' ? [`    backstep resume ${run.runId} · backstep undo ${run.runId} · backstep abandon ${run.runId}`] : [])
]
