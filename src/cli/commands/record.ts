import { collect } from '../arguments'
import type { Adding } from '../adding'
import { answer, safe, type Answer, type Cli } from '../cli'
import { examples } from '../print/help'
import { requireEnvironment } from '../project'
import { onceFree, waitOf } from '../wait'
import { fail } from '../../domain/problem'
import { listOf, shortCommit } from '../../domain/text'
import type { Recorded } from '../../engine/engine'

interface Options { readonly env?: string; readonly version?: string; readonly commit?: string; readonly status?: string; readonly begin?: boolean; readonly finish?: string; readonly image?: readonly string[]; readonly wait?: string }

export function addRecord({ program, run }: Adding): void {
  program.command('record').description('capture a deployment: its record in the registry and what brings it back')
    .option('-e, --env <name>', 'the environment')
    .option('--version <version>', 'the version that was deployed')
    .option('--commit <commit>', 'its commit (default: the one checked out in the project, with --finish then)')
    .option('--image <service=reference>', 'the image of a service; may be repeated', collect)
    .option('--status <status>', 'success or failed (default: success)')
    .option('--begin', 'before the deployment: keep what runs and copy the databases; prints the id for --finish')
    .option('--finish <id>', 'after the deployment that --begin announced')
    .option('--wait <duration>', 'wait so long for a run that goes on, e.g. 90s, 10m')
    .addHelpText('after', examples('backstep record --env staging --version v1.4.0', 'backstep record --env staging --version v1.4.0 --image web=registry.example/shop/web:v1.4.0 --image api=registry.example/shop/api@sha256:…', 'ID=$(backstep record --begin --env staging --version v1.4.0)', 'backstep record --finish "$ID"'))
    .action(run<Options>(recordIt))
}

async function recordIt(cli: Cli, options: Options): Promise<Answer> {
  const status = statusOf(options.status)
  if (options.begin && options.finish !== undefined) throw fail('usage', '--begin and --finish exclude each other. Nothing was changed.', 'Begin before the deployment, finish after it.')
  if (options.finish !== undefined) requireNothingBegun(options)
  const project = await cli.project()
  const images = imagesOf(options.image ?? [])
  const wait = waitOf(options.wait)
  const { finish, env, version, commit = null } = options
  const whenFree = <T>(environment: string, work: () => Promise<T>): Promise<T> => onceFree(cli, project, environment, wait, work)
  if (finish !== undefined) {
    const work = (): Promise<Recorded> => cli.engine().recordFinish(project, finish, status, { images, commit })
    return recorded(await (wait > 0 ? whenFree((await cli.engine().deployment(project, finish)).row.environment, work) : work()))
  }
  if (env === undefined || version === undefined) throw fail('usage', `${env === undefined ? '--env' : '--version'} is missing. Nothing was changed.`, 'For example: backstep record --env staging --version v1.4.0')
  await requireEnvironment(cli.engine(), project, env)
  if (!options.begin) return recorded(await whenFree(env, () => cli.engine().record(project, { environment: env, version, commit, images, status })))
  const begun = await whenFree(env, () => cli.engine().recordBegin(project, { environment: env, version, commit, images }))
  cli.say(`What runs in ${safe(env)} is kept. Deploy now, then: backstep record --finish ${safe(begun.id)}`)
  return answer(begun, [safe(begun.id)])
}

/** What the deployment is was said at its beginning. */
function requireNothingBegun({ env, version }: Options): void {
  const given = env === undefined ? (version === undefined ? null : '--version') : '--env'
  if (given !== null) throw fail('usage', `${given} does not go with --finish. Nothing was changed.`, 'Leave it out: the deployment has what was given with --begin.')
}

function imagesOf(given: readonly string[]): Readonly<Record<string, string>> {
  const images = new Map<string, string>()
  for (const one of given) {
    const at = one.indexOf('=')
    if (at < 1) throw fail('usage', `--image is service=reference, not '${safe(one)}'. Nothing was changed.`, 'For example: --image web=registry.example/shop/web:v1.4.0')
    const service = one.slice(0, at)
    if (images.has(service)) throw fail('usage', `--image names ${safe(service)} twice. Nothing was changed.`, 'Give one image for each service.')
    images.set(service, one.slice(at + 1))
  }
  return Object.fromEntries(images)
}

function statusOf(text: string | undefined): 'success' | 'failed' {
  if (text === undefined || text === 'success') return 'success'
  if (text === 'failed') return 'failed'
  throw fail('usage', `--status is success or failed, not '${text}'. Nothing was changed.`)
}

function recorded(deployment: Recorded): Answer {
  const { version, environment, id, status, healthStatus, commit, otherCommits } = deployment
  const unwell = status === 'success' && healthStatus !== 'healthy'
  return answer(deployment, [
    `Recorded ${safe(version)} in ${safe(environment)} as ${safe(id)} (${status}).`,
    ...(unwell ? [`Not every service was seen running and well; \`backstep status --env ${safe(environment)}\` says which. One that was never started from here is not captured: a rollback to this deployment starts it.`] : []),
    ...(otherCommits.length > 0 ? [`The record names commit ${shortCommit(commit ?? '')}, but what was captured is ${listOf(otherCommits.map((other) => `${shortCommit(other.commit)} of ${safe(other.service)}`))}. A rollback to this deployment starts what was captured.`] : [])
  ])
}
