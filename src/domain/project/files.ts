import { stripControl } from '../text'

/** Why a path cannot be a configuration file of the project, a sentence; null when it can. */
export const configPathProblem = (path: string): string | null =>
  projectPathProblem(path) ?? (normalPath(path) === 'backstep.yaml' ? 'backstep.yaml itself cannot be rolled back.' : null)

/** Why a path cannot be a file inside the project, a sentence; null when it can. */
export function projectPathProblem(path: string): string | null {
  const shown = `"${stripControl(path.slice(0, 200))}"`
  const parts = path.split('/')
  if (/[\p{Cc}\p{Cs}]/u.test(path)) return `The path ${shown} holds a control character.`
  if (path.startsWith('/') || path.startsWith('~') || /^[a-z]:/i.test(path)) return `${shown} is outside the project: give the path from the folder of backstep.yaml.`
  if (path.includes('\\')) return `The path ${shown} holds "\\": folders are parted by "/".`
  if (parts.includes('..')) return `${shown} may lead outside the project: ".." is not allowed.`
  const plain = normalPath(path)
  if (plain === '' || path.endsWith('/')) return `${shown} names no file.`
  return plain.split('/')[0] === '.deployments' || plain.split('/')[0] === '.git' ? `${shown} belongs to ${plain.split('/')[0] === '.git' ? 'git' : 'Backstep'} itself.` : null
}

/** `./config//a.json` → `config/a.json` */
export const normalPath = (path: string): string => path.split('/').filter((part) => part !== '' && part !== '.').join('/')
