/** Asks the api of the demo's staging over HTTP, as its clients do: the address is in backstep.yaml, the answer comes from the process. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

const shape = z.object({ environments: z.object({ staging: z.object({ services: z.object({ api: z.object({ env: z.object({ PORT: z.string() }) }) }) }) }) })

function apiOf(project: string): string {
  const definition = shape.parse(parse(readFileSync(path.join(project, 'backstep.yaml'), 'utf8')))
  return `http://127.0.0.1:${definition.environments.staging.services.api.env.PORT}`
}

export async function versionServed(project: string): Promise<string> {
  const answer = z.object({ version: z.string() }).parse(await (await fetch(`${apiOf(project)}/version`)).json())
  return answer.version
}

export const checkoutAnswers = async (project: string): Promise<number> =>
  (await fetch(`${apiOf(project)}/checkout`, { method: 'POST', body: JSON.stringify({ items: [] }) })).status
