/** Folders of the user's own, as the XDG base directory specification has them: what belongs to a person on this machine, not to a project. */
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

type Env = Readonly<Record<string, string | undefined>>

/** `~/.local/share/backstep`: what can be made again. */
export const userDataFolder = (env: Env): string => join(folderOf(env, 'XDG_DATA_HOME', ['.local', 'share']), 'backstep')

/** `~/.config/backstep`: identity and keys. */
export const userConfigFolder = (env: Env): string => join(folderOf(env, 'XDG_CONFIG_HOME', ['.config']), 'backstep')

/** The specification says that a relative path is not valid and is ignored. */
function folderOf(env: Env, name: string, standard: readonly string[]): string {
  const given = env[name]
  return given !== undefined && isAbsolute(given) ? given : join(env['HOME'] ?? homedir(), ...standard)
}
