/** Which project a command is about. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Engine } from '../engine/engine'
import { fail, type Problem } from '../domain/problem'
import { nearest } from './nearest'

const SIGNS = ['backstep.yaml', '.deployments']

/** The nearest folder upwards that has backstep.yaml or .deployments. */
export function findProject(from: string): string | null {
  if (SIGNS.some((sign) => existsSync(path.join(from, sign)))) return from
  const parent = path.dirname(from)
  return parent === from ? null : findProject(parent)
}

export async function openProject(engine: Engine, asked: string | null, cwd: string): Promise<string> {
  const folder = asked === null ? findProject(cwd) : path.resolve(cwd, asked)
  if (folder === null) throw fail('no-project', `Neither ${cwd} nor a folder above it has backstep.yaml or .deployments.`, 'Go to the project, name it with --project DIR, or write a first backstep.yaml with `backstep init`.')
  return (await engine.open(folder)).path
}

/** Of backstep.yaml: without it nobody can say which environments there are. */
export const isOfDefinition = ({ code }: Problem): boolean => code === 'definition-invalid' || code === 'definition-missing'

/** Of the registry: without it nobody can say what is deployed. */
export const isOfRegistry = ({ code }: Problem): boolean => code === 'registry-damaged' || code === 'registry-missing' || code === 'registry-newer'

/** Refuses an environment that the project does not have, and names the nearest one. */
export async function requireEnvironment(engine: Engine, project: string, name: string): Promise<void> {
  const { environments, problems } = await engine.open(project)
  if (environments.includes(name)) return
  const problem = problems[0]
  if (problem && environments.length === 0) throw fail(problem.code, problem.message, problem.next, problem)
  const near = nearest(name, environments)
  const all = environments.length === 0 ? 'The project has none yet.' : `There are ${environments.join(', ')}.`
  throw fail('environment-unknown', `There is no environment '${name}' in this project. Nothing was changed.`, near === null ? all : `Did you mean ${near}? ${all}`)
}
