/** The shop's settings, by environment and version: what a rollback brings back besides code. No value here is a real secret. */
export const ENVIRONMENTS = ['dev', 'staging', 'production'] as const
export type DemoEnvironment = (typeof ENVIRONMENTS)[number]
export type DemoVersion = 'v1.0.0' | 'v1.1.0' | 'v2.0.0' | 'v2.1.0-rc.1'

const CONFIG: Readonly<Record<DemoVersion, object>> = {
  'v1.0.0': { currency: 'EUR', cart: { limit: 50 }, features: { checkout: 'plain' } },
  'v1.1.0': { currency: 'EUR', cart: { limit: 100 }, features: { checkout: 'plain', receipts: true } },
  'v2.0.0': { currency: 'EUR', cart: { limit: 200 }, features: { checkout: 'coupons', receipts: true } },
  'v2.1.0-rc.1': { currency: 'EUR', cart: { limit: 200 }, features: { checkout: 'coupons', receipts: true } }
}
/** `config/<environment>.json` of a version. */
export const configText = (environment: DemoEnvironment, version: DemoVersion): string =>
  `${JSON.stringify({ environment, ...CONFIG[version] }, null, 2)}\n`

const SECRETS: Readonly<Record<DemoVersion, Readonly<Record<string, string>>>> = {
  'v1.0.0': { PAYMENT_URL: 'https://pay.example/v1', PAYMENT_API_KEY: 'demo-key-of-march', CHECKOUT_TIMEOUT_MS: '4000' },
  'v1.1.0': { PAYMENT_URL: 'https://pay.example/v1', PAYMENT_API_KEY: 'demo-key-of-march', CHECKOUT_TIMEOUT_MS: '4000', DB_POOL_SIZE: '20' },
  'v2.0.0': { PAYMENT_URL: 'https://pay.example/v2', PAYMENT_API_KEY: 'demo-key-of-september', CHECKOUT_TIMEOUT_MS: '2500', DB_POOL_SIZE: '50' },
  'v2.1.0-rc.1': { PAYMENT_URL: 'https://pay.example/v2', PAYMENT_API_KEY: 'demo-key-of-september', CHECKOUT_TIMEOUT_MS: '2500', DB_POOL_SIZE: '50' }
}
/** `.env.<environment>` of a version. */
export const secretsText = (environment: DemoEnvironment, version: DemoVersion): string =>
  [`# ${environment}`, ...Object.entries(SECRETS[version]).map(([key, value]) => `${key}=${value}`), ''].join('\n')
