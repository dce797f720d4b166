/**
 * The contract between window and engine: every call with the schema of its input, every event with its payload's type.
 * Main checks the sender and the input of each call; errors cross as data. The window imports only types from here.
 */
import { z } from 'zod'
import type { Check } from '../domain/check'
import { HEAD_LIMIT } from '../domain/history/heads'
import type { Problem } from '../domain/problem'
import type { GoingRun } from '../domain/going'
import type { OutputNews } from '../domain/output-news'
import { REASON_LIMIT } from '../domain/reason'
import type { OutputLine, RunEvent } from '../domain/run'
import type * as v from '../domain/views'

const text = (max: number) => z.string().max(max)
const name = z.string().min(1).max(256)
const project = z.string().min(1).max(4096)
const environment = name
const runId = name
/** As the registry writes them: they are compared as text. */
const instant = z.iso.datetime({ precision: 3 })
const p = z.object({ project })

export const rollbackRequest = z.object({
  environment,
  deploymentId: name.nullable(),
  undo: name.nullable(),
  services: z.array(name).max(1000),
  data: z.enum(['keep', 'restore', 'migrate']),
  credentials: z.record(text(4096), z.enum(['today', 'then']))
})

const exported = p.extend({
  what: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('history'), text: text(500), environment: environment.nullable() }),
    z.object({ kind: z.literal('plan'), request: rollbackRequest, planHash: z.string().regex(/^[0-9a-f]{64}$/).nullable() }),
    z.object({ kind: z.literal('result'), runId }),
    z.object({ kind: z.literal('head') })
  ]),
  format: z.enum(['csv', 'json', 'html', 'pdf', 'markdown']),
  zone: z.enum(['local', 'utc'])
})

/** Input schemas by call name. */
export const inputs = {
  'app:info': z.undefined(),
  'app:settings': z.undefined(),
  'app:save-settings': z.object({ theme: z.enum(['system', 'light', 'dark']), times: z.enum(['local', 'utc']), notifications: z.boolean() }),
  'app:recent': z.undefined(),
  'app:forget-recent': z.object({ path: project }),
  'app:choose-folder': z.undefined(),
  'app:choose-key': z.undefined(),
  'app:choose-head': z.undefined(),
  'app:export': exported,
  /** A file that was exported. */
  'app:show-file': z.object({ path: project }),
  'app:open-log-folder': z.undefined(),
  'app:open-external': z.object({ url: text(2048) }),
  'app:diagnostics': z.undefined(),
  /** The answer to `close-asked`: keep the runs going hidden, stay open, or stop the runs first. */
  'app:close': z.object({ choice: z.enum(['hide', 'stay', 'stop']) }),
  'project:open': z.object({ path: project }),
  'project:read': p,
  'project:init': z.object({ path: project }),
  'demo:create': z.object({ directory: project.nullable() }),
  'demo:reset': p,
  'demo:remove': p,
  'overview': p.extend({ observe: z.boolean() }),
  'deployments:list': p.extend({
    query: z.object({
      text: text(500), environment: environment.nullable(), from: instant.nullable(), until: instant.nullable(), sort: z.enum(['timestamp', 'version', 'environment', 'status', 'duration', 'actor']),
      descending: z.boolean(), offset: z.int().nonnegative(), limit: z.int().min(1).max(1000)
    })
  }),
  'deployments:show': p.extend({ id: name }),
  'deployments:record': p.extend({ environment, version: name, commit: text(200).nullable(), status: z.enum(['success', 'failed']) }),
  'registry:copies': p,
  'registry:restore': p.extend({ copy: name, digest: z.string().regex(/^[0-9a-f]{64}$/).nullable() }),
  'guide:targets': p.extend({ environment }),
  'guide:prepare': p.extend({ request: rollbackRequest, ticket: name }),
  'guide:file': p.extend({ request: rollbackRequest, path: z.string().min(1).max(4096) }),
  'run:start': p.extend({
    request: rollbackRequest, planHash: z.string().regex(/^[0-9a-f]{64}$/), reason: text(REASON_LIMIT), forced: z.array(name).max(200),
    typedName: text(256).nullable(), acceptsDataLoss: z.boolean(), onFailure: z.enum(['ask', 'undo', 'stop'])
  }),
  'run:view': p.extend({ runId }),
  'run:output': p.extend({ runId, from: z.int().nonnegative(), limit: z.int().min(1).max(10_000) }),
  /** From the line with this number on. */
  'run:search': p.extend({ runId, text: text(500), step: name.nullable(), errorsOnly: z.boolean(), from: z.int().nonnegative() }),
  'run:cancel': p.extend({ runId }),
  'run:decide': p.extend({ runId, decision: z.enum(['retry', 'skip', 'undo', 'stop']) }),
  'run:prepare-resume': p.extend({ runId }),
  'run:resume': p.extend({ runId, hash: z.string().regex(/^[0-9a-f]{64}$/).nullable(), answers: z.record(text(1024), z.enum(['happened', 'again'])) }),
  /** `epoch`: the hold that was shown. `also`: other environments that the same process holds, of another project as folder:name. */
  'run:take-over': p.extend({ environment, epoch: z.int().positive(), reason: text(REASON_LIMIT), typedName: text(256).nullable(), also: z.array(text(5000)).max(1000) }),
  /** Answered once nobody holds the environment, or after `wait` milliseconds, at most a minute. */
  'environment:wait': p.extend({ environment, wait: z.int().min(0).max(60_000) }),
  /** `what` the person was shown: where it is not that any more, it is refused. */
  'run:abandon': p.extend({ runId, reason: text(REASON_LIMIT), what: z.enum(['unfinished', 'owed']) }),
  'history:list': p.extend({ text: text(500), environment: environment.nullable(), offset: z.int().nonnegative(), limit: z.int().min(1).max(1000) }),
  'history:show': p.extend({ runId }),
  /** `head`: what was exported earlier, its text or its hash, to be compared with. */
  'history:verify': p.extend({ head: text(HEAD_LIMIT).optional() }),
  'export:make': exported,
  'identity:show': z.object({ project: project.nullable() }),
  'identity:choose': z.object({ project: project.nullable(), file: project.nullable() }),
  'snapshots:list': p,
  'snapshots:show': p.extend({ id: name }),
  /** Whether it is intact; `restorable`: also restored to try. */
  'snapshots:verify': p.extend({ id: name, level: z.enum(['intact', 'restorable']) }),
  /** Ends verifying and pruning in this project. */
  'snapshots:stop': p,
  /** What was shown: `only` of snapshots (store/id), and lineages of databases put aside. */
  'snapshots:prune': p.extend({ only: z.array(text(600)).max(100_000), asides: z.array(text(4096)).max(100_000) }),
  'snapshots:pin': p.extend({ id: name, pinned: z.boolean() }),
  /** Encrypts what was kept before there was a key. */
  'snapshots:encrypt': p,
  'keys:list': p,
  'keys:create': p.extend({ where: z.enum(['auto', 'file']) }),
  'keys:add': p.extend({ recipient: text(500), name: name.nullable() }),
  'keys:remove': p.extend({ recipient: text(500) }),
  'settings:read': p,
  'settings:schema': z.undefined(),
  'settings:check': p.extend({ text: text(2_000_000) }),
  'settings:save': p.extend({ text: text(2_000_000), baseDigest: text(64) }),
  'doctor': z.object({ project: project.nullable() })
} as const

export interface Outputs {
  'app:info': v.AppInfo
  'app:settings': v.AppSettings
  'app:save-settings': v.AppSettings
  'app:recent': readonly v.RecentProject[]
  'app:forget-recent': readonly v.RecentProject[]
  /** Null when the dialog was cancelled. */
  'app:choose-folder': string | null
  'app:choose-key': string | null
  /** A head that was exported earlier, with the name of its file. */
  'app:choose-head': { readonly name: string; readonly text: string } | null
  /** Where it was written; null when the dialog was cancelled. */
  'app:export': string | null
  'app:show-file': null
  'app:open-log-folder': null
  'app:open-external': null
  /** Redacted text for a bug report. */
  'app:diagnostics': string
  'app:close': null
  'project:open': v.ProjectView
  /** The same of a project that is open: it opens nothing. */
  'project:read': v.ProjectView
  /** Writes a first backstep.yaml from what is found, then opens. */
  'project:init': v.ProjectView
  'demo:create': { readonly path: string }
  'demo:reset': { readonly path: string }
  'demo:remove': null
  'overview': v.OverviewView
  'deployments:list': v.DeploymentsPage
  'deployments:show': v.DeploymentDetail
  'deployments:record': v.DeploymentDetail
  'registry:copies': v.RegistryCopiesView
  'registry:restore': v.RegistryRestored
  'guide:targets': v.TargetsView
  'guide:prepare': v.PreparedView
  'guide:file': v.FileDiff
  'run:start': { readonly runId: string }
  'run:view': v.RunView
  'run:output': { readonly lines: readonly OutputLine[]; readonly total: number }
  /** Numbers (`n`) of the lines that match, at most 100,000. */
  'run:search': { readonly matches: readonly number[] }
  'run:cancel': null
  'run:decide': null
  'run:prepare-resume': v.ResumeView
  'run:resume': { readonly runId: string }
  /** The run that is interrupted now; null when its holder had not begun one. */
  'run:take-over': { readonly runId: string | null }
  'environment:wait': { readonly free: boolean }
  'run:abandon': null
  'history:list': v.HistoryView
  'history:show': v.ResultView
  'history:verify': v.HistoryVerified
  'export:make': v.ExportFile
  'identity:show': v.IdentityView
  /** The key that signs from now on; null: none. */
  'identity:choose': v.IdentityView
  'snapshots:list': v.SnapshotsView
  'snapshots:show': v.SnapshotDetail
  'snapshots:verify': v.VerifyAnswer
  'snapshots:stop': null
  'snapshots:prune': v.Pruned
  'snapshots:pin': v.SnapshotDetail
  'snapshots:encrypt': v.Encrypted
  'keys:list': v.KeysView
  /** What was made, and the keys there are now. */
  'keys:create': { readonly made: v.MadeKey; readonly keys: v.KeysView }
  'keys:add': v.KeysView
  'keys:remove': v.KeysView
  'settings:read': v.SettingsText
  /** Of which the window makes the form: a text that is being typed is shown and edited there, without asking. */
  'settings:schema': v.JsonSchema
  'settings:check': { readonly problems: readonly v.TextProblem[] }
  'settings:save': v.SettingsText
  'doctor': readonly v.DoctorRow[]
}

export interface Events {
  /** Something on disk changed, by us or another program: ask again for what is shown. */
  'project-changed': { readonly project: string; readonly what: readonly ('registry' | 'runs' | 'settings' | 'snapshots' | 'services')[] }
  /** Batched; a window subscribes first, then asks `run:view`, and drops every seq that it has seen. */
  'run-events': { readonly project: string; readonly events: readonly RunEvent[] }
  /** The newest lines; of those before them only their place: `run:output` reads them. */
  'run-output': { readonly project: string; readonly runId: string } & OutputNews
  /** A check that has finished while `guide:prepare` with this ticket goes on. */
  'prepare-progress': { readonly ticket: string; readonly check: Check; readonly done: number; readonly total: number }
  'verify-progress': { readonly project: string; readonly progress: v.VerifyProgress }
  'demo-progress': { readonly sentence: string; readonly done: number; readonly total: number }
  'engine-state': { readonly up: boolean; readonly problem: Problem | null }
  /** The application menu or a second start asks for a screen. */
  'navigate': { readonly screen: 'start' | 'overview' | 'deployments' | 'history' | 'snapshots' | 'settings' | 'about' | 'palette' | 'run'; readonly runId: string | null; readonly project: string | null }
  'settings-changed': v.AppSettings
  /** Closing or quitting was asked for while runs go on: the window shows the question. Without runs there is nothing to ask any more. */
  'close-asked': { readonly runs: readonly GoingRun[] }
}

export type CallName = keyof typeof inputs
export type EventName = keyof Events
export type Input<K extends CallName> = z.infer<(typeof inputs)[K]>
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem }

/** `window.backstep` */
export interface Api {
  call<K extends CallName>(name: K, ...input: Input<K> extends undefined ? [] : [Input<K>]): Promise<Result<Outputs[K]>>
  on<K extends EventName>(name: K, listener: (payload: Events[K]) => void): () => void
  /** Where a File of the window is on this machine; empty for one that is nowhere. The sandboxed page cannot see it. */
  pathOf(file: object): string
}
