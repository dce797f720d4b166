/** Names only, so that the preload and the window need no schema library. The types keep the lists complete. */
import type { CallName, EventName } from './contract'

const calls: Record<CallName, true> = {
  'app:info': true, 'app:settings': true, 'app:save-settings': true, 'app:recent': true, 'app:forget-recent': true, 'app:choose-folder': true, 'app:choose-key': true, 'app:choose-head': true, 'app:export': true, 'app:show-file': true,
  'app:open-log-folder': true, 'app:open-external': true, 'app:diagnostics': true, 'app:close': true, 'project:open': true, 'project:read': true, 'project:init': true,
  'demo:create': true, 'demo:reset': true, 'demo:remove': true, 'overview': true, 'deployments:list': true, 'deployments:show': true,
  'deployments:record': true, 'registry:copies': true, 'registry:restore': true, 'guide:targets': true, 'guide:prepare': true, 'guide:file': true, 'run:start': true, 'run:view': true,
  'run:output': true, 'run:search': true, 'run:cancel': true, 'run:decide': true, 'run:prepare-resume': true, 'run:resume': true, 'run:take-over': true, 'environment:wait': true, 'run:abandon': true,
  'history:list': true, 'history:show': true, 'history:verify': true, 'export:make': true, 'identity:show': true, 'identity:choose': true, 'snapshots:list': true, 'snapshots:show': true,
  'snapshots:verify': true, 'snapshots:stop': true, 'snapshots:prune': true, 'snapshots:pin': true, 'snapshots:encrypt': true, 'keys:list': true, 'keys:create': true, 'keys:add': true, 'keys:remove': true, 'settings:read': true, 'settings:schema': true, 'settings:check': true, 'settings:save': true, 'doctor': true
}
const events: Record<EventName, true> = {
  'project-changed': true, 'run-events': true, 'run-output': true, 'prepare-progress': true, 'verify-progress': true, 'demo-progress': true,
  'engine-state': true, 'navigate': true, 'settings-changed': true, 'close-asked': true
}
export const CALLS = Object.keys(calls) as readonly CallName[]
export const EVENTS = Object.keys(events) as readonly EventName[]
