/** The demo's backstep.yaml, with the ports that were chosen when it was made. */
import { ENVIRONMENTS, type DemoEnvironment } from './settings'

export const SERVICES = ['api', 'web', 'worker'] as const
export type DemoService = (typeof SERVICES)[number]
/** By environment and service. */
export type Ports = Readonly<Record<DemoEnvironment, Readonly<Record<DemoService, number>>>>

/** Nine neighbours: dev api, web, worker, then staging's, then production's. */
export const portsFrom = (first: number): Ports => {
  const of = (place: number): Ports[DemoEnvironment] => ({ api: first + place * 3, web: first + place * 3 + 1, worker: first + place * 3 + 2 })
  return { dev: of(0), staging: of(1), production: of(2) }
}

export const definitionText = (ports: Ports): string => `# What Backstep rolls back: three environments of one small shop, all on this machine.
# The ports were free when the demo was created.
version: 1
name: shop
environments:
${ENVIRONMENTS.map((environment) => environmentText(environment, ports[environment])).join('\n')}`

const environmentText = (environment: DemoEnvironment, ports: Ports[DemoEnvironment]): string => `  ${environment}:
    services:
      api:
        runtime: git
        repository: .
        worktrees: deploy/${environment}/api/releases
        current: deploy/${environment}/api/current
        command: [node, services/api.mjs]
        env: { SHOP_ENV: ${environment}, PORT: "${ports.api}" }
        health:
          - { http: "http://127.0.0.1:${ports.api}/health", within: 10s, interval: 50ms }
          - { http: "http://127.0.0.1:${ports.api}/checkout", method: POST, within: 2s, interval: 50ms }
          - { http: "http://127.0.0.1:${ports.api}/version", json: { version: "\${version}" }, within: 10s, interval: 50ms }
      web:
        runtime: git
        repository: .
        worktrees: deploy/${environment}/web/releases
        current: deploy/${environment}/web/current
        command: [node, services/web.mjs]
        env: { SHOP_ENV: ${environment}, PORT: "${ports.web}", API_URL: "http://127.0.0.1:${ports.api}" }
        dependsOn: [api]
        health:
          - { http: "http://127.0.0.1:${ports.web}/health", within: 10s, interval: 50ms }
          - { http: "http://127.0.0.1:${ports.web}/version", json: { version: "\${version}" }, within: 10s, interval: 50ms }
      worker:
        runtime: process
        command: [node, worker.mjs]
        directory: deploy/${environment}/worker/\${version}
        env: { SHOP_ENV: ${environment}, PORT: "${ports.worker}", API_URL: "http://127.0.0.1:${ports.api}" }
        dependsOn: [api]
        health:
          - { http: "http://127.0.0.1:${ports.worker}/health", within: 10s, interval: 50ms }
          - { http: "http://127.0.0.1:${ports.worker}/version", json: { version: "\${version}" }, within: 10s, interval: 50ms }
    databases:
      main: { engine: sqlite, path: data/${environment}.db, onRollback: restore, usedBy: [api] }
    config: { files: [.env.${environment}, config/${environment}.json] }
    protected: ${environment === 'production'}
`
