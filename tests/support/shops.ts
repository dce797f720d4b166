/** The shops of a test file. */
import { afterEach } from 'vitest'
import { createShop, type Release, type Shop, type ShopOptions } from './shop'

/** Makes a shop for one test; it is closed after it, before what was set up earlier in the file is. */
export function useShops(): (releases?: readonly Release[], options?: ShopOptions) => Promise<Shop> {
  const shops: Shop[] = []
  afterEach(async () => {
    for (const made of shops.splice(0)) await made.close()
  })
  return async (releases, options) => {
    const made = await createShop(releases, options)
    shops.push(made)
    return made
  }
}

export const versionOf = async (made: Shop, service: 'api' | 'worker' = 'api'): Promise<unknown> => (await made.answers(service, '/version')).body
