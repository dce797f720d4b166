/** backstep.yaml of the torture's project. */
import { SERVICE } from '../../support/service'
import type { Shop } from './create'
import { MIGRATION, ROOT } from './places'

/** Names every process of a project, in its environment. */
export const MARK = 'BACKSTEP_TORTURE'

export function definition({ host, ports, project }: Shop): string {
  const command = JSON.stringify(SERVICE.command)
  const common = (name: keyof Shop['ports'], config: string, more = ''): string => `env: { NAME: ${name}, HOST: ${host}, PORT: "${ports[name]}", CONFIG: "${project}/${config}", ${MARK}: "${project}"${more} }
        stopTimeout: 2s
        health:
          - { http: "http://${host}:${ports[name]}/health", within: 10s, interval: 10ms }
          - { http: "http://${host}:${ports[name]}/version", json: { version: "\${version}" }, within: 10s, interval: 10ms }`
  return `version: 1
name: shop
environments:
  staging:
    services:
      api:
        runtime: git
        command: ${command}
        build: [sh, -c, "sleep 0.03; cat VERSION > built"]
        ${common('api', '.env.staging')}
      web:
        runtime: process
        command: ${command}
        directory: releases/\${version}
        dependsOn: [api]
        ${common('web', 'config/staging.json')}
      worker:
        runtime: process
        command: ${command}
        directory: releases/\${version}
        ${common('worker', 'config/staging.json', ', HELPER: "1"')}
    databases:
      main: { engine: sqlite, path: data/main.db, onRollback: restore, usedBy: [api] }
      audit: { engine: sqlite, path: data/audit.db, onRollback: migrate, migrate: { command: [node, ${MIGRATION}], env: { BACKSTEP_TORTURE_ROOT: "${ROOT}/package.json", ${MARK}: "${project}" } }, usedBy: [worker] }
    config: { files: [{ path: .env.staging, usedBy: [api] }, config/staging.json] }
`
}
