import { describe, expect, it } from 'vitest'
import type { DeploymentRow, DeploymentsPage, DeploymentsQuery } from '../../../domain/views'
import { DeploymentPages, PAGE, type RowsQuery } from './deployment-pages'

const QUERY: RowsQuery = { text: '', environment: null, from: null, until: null, sort: 'timestamp', descending: true }
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 6; turn += 1) await Promise.resolve()
}

function page({ text, offset, limit }: DeploymentsQuery, matching: number): DeploymentsPage {
  const count = Math.max(0, Math.min(limit, matching - offset))
  return { total: 100_000, matching, offset, rows: Array.from({ length: count }, (_, index) => ({ id: `${text}${offset + index}` }) as DeploymentRow) }
}

function started(matching = 100_000) {
  const asked: DeploymentsQuery[] = []
  const pages = new DeploymentPages((query) => {
    asked.push(query)
    return Promise.resolve(page(query, matching))
  }, QUERY)
  pages.reload()
  return { pages, asked }
}

describe('pages of deployments', () => {
  it('are read when they come into sight, each once', async () => {
    const { pages, asked } = started()
    await settle()
    pages.see(0, 40)
    pages.see(PAGE * 4 - 10, PAGE * 4 + 30)
    pages.see(PAGE * 4 - 9, PAGE * 4 + 31)
    await settle()
    pages.see(PAGE * 4, PAGE * 4 + 40)
    await settle()
    expect(asked.map(({ offset }) => offset / PAGE)).toEqual([0, 3, 4])
    expect([pages.rowAt(PAGE * 4 + 5)?.id, pages.placeOf(`${PAGE * 4 + 5}`), pages.rowAt(PAGE * 9)]).toEqual([`${PAGE * 4 + 5}`, PAGE * 4 + 5, undefined])
  })

  it('stay until another query is answered; late answers to former ones are dropped', async () => {
    const answers = new Map<string, (page: DeploymentsPage) => void>()
    const pages = new DeploymentPages(({ text }) => new Promise((resolve) => answers.set(text, resolve)), QUERY)
    const answer = async (text: string): Promise<void> => {
      answers.get(text)?.(page({ ...QUERY, text, offset: 0, limit: PAGE }, 3))
      await settle()
    }
    pages.reload()
    await answer('')
    const heard: string[] = []
    pages.subscribe(() => heard.push(pages.query.text))
    pages.change({ text: 'a' })
    pages.change({ text: 'ab' })
    expect([pages.rowAt(0)?.id, heard, [...answers.keys()]]).toEqual(['0', ['a', 'ab'], ['', 'a', 'ab']])
    await answer('ab')
    await answer('a')
    expect([pages.rowAt(0)?.id, pages.matching, pages.turn]).toEqual(['ab0', 3, 2])
  })

  it('are read again where they are in sight when the registry changed', async () => {
    const { pages, asked } = started()
    await settle()
    pages.see(PAGE - 5, PAGE + 35)
    await settle()
    asked.length = 0
    pages.reload()
    await settle()
    expect(asked.map(({ offset }) => offset / PAGE)).toEqual([0, 1])
    expect(pages.turn).toBe(1)
  })

  it('leave when they are far away; places of rows are kept', async () => {
    const { pages } = started()
    await settle()
    for (let at = 1; at <= 105; at += 1) {
      pages.see(at * PAGE, at * PAGE + 10)
      await settle()
    }
    expect([pages.rowAt(0), pages.placeOf('0'), pages.rowAt(105 * PAGE)?.id]).toEqual([undefined, 0, `${105 * PAGE}`])
  })

  it('keep what was read when a question fails, and say why', async () => {
    let broken = false
    const pages = new DeploymentPages((query) => (broken ? Promise.reject(new Error('gone')) : Promise.resolve(page(query, 3))), QUERY)
    pages.reload()
    await settle()
    broken = true
    pages.reload()
    await settle()
    expect([pages.loaded, pages.rowAt(0)?.id, pages.problem?.message]).toEqual([true, '0', 'gone'])
  })
})
