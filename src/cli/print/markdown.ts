/** Plan and result for the incident channel. */
import { durationInSentence, fullTime, stripControl, zoneName } from '../../domain/text'
import type { PreparedView } from '../../domain/views'
import type { RunResult } from '../../domain/run'
import { headlineOf, warningsOf } from './result'
import { phaseTitle, summary } from './plan'

/** Text that Markdown would read as markup, made plain. */
const plain = (text: string): string => stripControl(text).replace(/[\\`*_[\]<>|#~]/g, '\\$&')
const code = (text: string): string => {
  const shown = stripControl(text)
  const fence = '`'.repeat(Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length)) + 1)
  return `${fence}${shown.startsWith('`') || shown.endsWith('`') ? ` ${shown} ` : shown}${fence}`
}

export function planMarkdown(prepared: PreparedView): readonly string[] {
  const { plan, request, from, to } = prepared
  const steps = (plan?.steps ?? []).map((step, index) => `${index + 1}. **${phaseTitle(step.phase)}** ${plain(step.title)}${(prepared.commands[step.id] ?? []).map((line) => `\n   ${code(line)}`).join('')}`)
  return [
    `### ${request.undo === null ? 'Rollback' : 'Undo'} of ${plain(request.environment)}: ${from ? `${plain(from.version)} → ` : ''}${plain(to.version)}`,
    '', plain(summary(prepared)), '',
    ...prepared.checks.filter((check) => !check.passed).map((check) => `- ${check.severity === 'error' ? '**Blocks**' : 'Warning'}: ${plain(check.message)}`),
    '', ...steps, '', plan ? `Plan ${code(plan.hash)}, made ${time(prepared.preparedAt)}` : 'No plan.'
  ]
}

export function resultMarkdown(runId: string, environment: string, result: RunResult): readonly string[] {
  return [
    `### ${plain(headlineOf(environment, result))}`, '',
    `Took ${durationInSentence(result.result.summary.duration)}${result.downtime === null ? '' : `, services were down for ${durationInSentence(result.downtime)}`}. Run ${code(runId)}, ended ${time(result.finishedAt)}.`, '',
    '| | Asked | Observed | Proof |', '|---|---|---|---|',
    ...result.asked.map((row) => `| ${plain(row.subject)} | ${plain(row.asked)} | ${row.ok ? '✓' : '✗'} ${plain(row.observed)} | ${plain(row.proof.join('; '))} |`), '',
    ...warningsOf(result).map((warning) => `- ${plain(warning)}`)
  ]
}
const time = (instant: string): string => `${fullTime(instant, 'local')} ${zoneName('local', instant)}`
