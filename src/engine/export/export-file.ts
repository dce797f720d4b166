/** A history, plan or result as a file to be, with nothing secret in it. */
import { ENDINGS, headExport, historyExport, planExport, render, resultExport, type Export, type Made } from '../../domain/document'
import { fail } from '../../domain/problem'
import type { Zone } from '../../domain/text'
import type { Actor } from '../../domain/run'
import type { ExportFile, ExportFormat, ExportWhat } from '../../domain/views'
import { prepare } from '../guide/prepare'
import { lastPrepared } from '../guide/remembered'
import type { Session } from '../session/session'
import { version } from '../version'
import { historyHead, historyRows } from '../views/history'
import { resultView } from '../views/run'
import { withoutSecrets } from './without-secrets'

/** More rows than these are hundreds of pages, which nobody reads and few programs open. */
const MOST_ON_PAPER = 5000

export async function exportFile(session: Session, what: ExportWhat, format: ExportFormat, zone: Zone, actor: Actor): Promise<ExportFile> {
  const { definition } = await session.definitionFile.read()
  const made: Made = { project: definition?.name ?? session.path.split('/').at(-1) ?? '', at: session.context.clock.now().toISOString(), zone, version }
  const exported = withoutSecrets(await exportOf(session, what, made, actor), session.context.mask)
  if (format === 'pdf' && exported.table.rows.length > MOST_ON_PAPER) throw fail('export-too-large', `${exported.table.rows.length.toLocaleString('en-US')} records are too many for a PDF: it takes ${MOST_ON_PAPER.toLocaleString('en-US')}. Nothing was written.`, 'Filter the history, or choose HTML, CSV or JSON.')
  return { name: `${exported.name}.${ENDINGS[format]}`, content: render(exported, format) }
}

async function exportOf(session: Session, what: ExportWhat, made: Made, actor: Actor): Promise<Export> {
  switch (what.kind) {
    case 'history': return historyExport(await historyRows(session, what), made)
    case 'head': return headExport(await historyHead(session), made)
    case 'result': return resultExport(await resultView(session, what.runId), made)
    case 'plan': return planExport(lastPrepared(session, what.request, what.planHash) ?? (await anew(session, what, actor)), made)
  }
}

/** An export is what was seen: another plan than that is not put in its place. */
async function anew(session: Session, { request, planHash }: Extract<ExportWhat, { kind: 'plan' }>, actor: Actor) {
  const view = await prepare(session, request, actor)
  if (planHash === null || view.plan?.hash === planHash) return view
  throw fail('stale-plan', 'What was observed has changed since this plan was made, so it cannot be exported any more. Nothing was written.', 'Make the plan again, then export it.')
}
