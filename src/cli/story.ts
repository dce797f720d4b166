/** `backstep demo --story`: a rollback from beginning to end on a demo of its own, with nothing staged. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createNewDemo, removeDemo, requireDemoPlace } from '../engine/demo'
import { fail, problemOf, type Problem } from '../domain/problem'
import { durationInSentence } from '../domain/text'
import { requestOf, undoRequest } from './arguments'
import { answer, type Answer, type Cli } from './cli'
import { EXIT } from './exit'
import { guide } from './guide'
import { checkLines } from './print/checks'
import { historyLines } from './print/history'
import { problemLines } from './print/problem'
import { statusLines } from './print/status'
import { checkoutAnswers, versionServed } from './outside'

const OLD = 'v1.1.0'
const NEW = 'v2.0.0'

export async function playStory(cli: Cli, directory: string | null): Promise<Answer> {
  const began = performance.now()
  const temporary = directory === null ? mkdtempSync(path.join(tmpdir(), 'backstep-demo-')) : null
  const folder = directory ?? path.join(temporary ?? '', 'shop')
  try {
    await requireDemoPlace(folder)
    const failure = await playOn(cli, folder)
    const took = durationInSentence(performance.now() - began)
    if (failure === null) return answer({ held: true, took: performance.now() - began }, [`✓ Everything held in ${took}: staging went from ${NEW} to ${OLD} and back, each version asked from outside; the demo is removed.`])
    cli.say(...problemLines(failure, cli.paintMessage))
    return answer({ held: false, problem: failure }, [`✗ The story did not hold: ${failure.message}`], EXIT.failed)
  } finally {
    if (temporary !== null) rmSync(temporary, { recursive: true, force: true })
  }
}

/** Removes only the demo that was made for it. */
async function playOn(cli: Cli, folder: string): Promise<Problem | null> {
  const unmade = await make(cli, folder).then(() => null, problemOf)
  if (unmade !== null) return unmade
  const failure = await play(cli, folder).then(() => null, problemOf)
  await cli.engine().close()
  await removeDemo(folder).catch((error: unknown) => cli.say(problemOf(error).message))
  return failure
}

async function make(cli: Cli, folder: string): Promise<void> {
  chapter(cli, '1. A small real shop: three environments, nine processes')
  const began = performance.now()
  const project = (await createNewDemo(folder)).path
  cli.say(`${project}, made and started in ${durationInSentence(performance.now() - began)}`)
}

async function play(cli: Cli, project: string): Promise<void> {
  await showStatus(cli, project, '2. Staging has just got v2.0.0')
  await requireServed(project, NEW, 500)
  await checks(cli, project)
  const runId = await rollBack(cli, project)
  await requireServed(project, OLD, 200)
  cli.say(`Asked from outside: staging's api answers as ${OLD}, and POST /checkout answers 200.`)
  await undo(cli, project, runId)
  await requireServed(project, NEW, 500)
  cli.say(`Asked from outside: staging's api answers as ${NEW} again, with its broken checkout.`)
  await evidence(cli, project)
}

const chapter = (cli: Cli, title: string): void => cli.say('', cli.paintMessage(title, 'bold'), '')

async function showStatus(cli: Cli, project: string, title: string): Promise<void> {
  chapter(cli, title)
  const view = await cli.engine().overview(project, true)
  cli.say(...statusLines(view, cli.widthMessage, cli.paintMessage))
}

async function checks(cli: Cli, project: string): Promise<void> {
  chapter(cli, '3. Going back to v1.0.0 with today’s data is refused: it reads a column that is gone')
  const prepared = await cli.engine().prepare(project, requestOf({ env: 'staging', to: 'deploy-002' }))
  cli.say(...checkLines(prepared.checks, cli.widthMessage, cli.paintMessage))
  if (!prepared.checks.some((check) => check.name === 'schema_compatibility' && !check.passed)) throw fail('story', 'The schema check let v1.0.0 pass.')
}

async function rollBack(cli: Cli, project: string): Promise<string> {
  chapter(cli, `4. Back to ${OLD}, data kept`)
  return run(cli, project, 'staging', null)
}

async function undo(cli: Cli, project: string, runId: string): Promise<void> {
  chapter(cli, '5. And undone again, from the run’s own snapshot')
  await run(cli, project, 'staging', runId)
}

async function run(cli: Cli, project: string, environment: string, undone: string | null): Promise<string> {
  const request = undone === null ? requestOf({ env: environment }) : undoRequest(environment, undone)
  const ended = await guide(cli, { project, request, reason: undone === null ? 'Checkout answers 500 after v2.0.0' : 'Part of the story', force: false, yes: true, planHash: null, onFailure: 'stop', markdown: false, wait: 0 })
  cli.say(...ended.lines)
  const expected = undone === null ? [EXIT.done] : [EXIT.done, EXIT.unhealthy]
  if (!expected.some((code) => code === ended.code)) throw fail('story', `The run ended with exit code ${ended.code}.`)
  const { runId } = ended.json as { readonly runId: string }
  return runId
}

async function evidence(cli: Cli, project: string): Promise<void> {
  chapter(cli, '6. The evidence')
  const view = await cli.engine().history(project, { text: '', environment: null, offset: 0, limit: 10 })
  cli.say(...historyLines(view, false, cli.widthMessage, cli.paintMessage))
  const verified = await cli.engine().verifyHistory(project)
  if (!verified.ok || view.total !== 2) throw fail('story', `The history has ${view.total} records and ${verified.ok ? 'verifies' : 'does not verify'}.`)
}

/** Asks the service itself, not Backstep. */
async function requireServed(project: string, version: string, checkout: number): Promise<void> {
  const [served, answered] = await Promise.all([versionServed(project), checkoutAnswers(project)])
  if (served !== version) throw fail('story', `staging's api should serve ${version} and answers ${served}.`)
  if (answered !== checkout) throw fail('story', `POST /checkout should answer ${checkout} and answers ${answered}.`)
}
