// Before the unit and integration tests: the programs that they start and kill, bundled. A test finds their folder with `inject('programs')`.
import { pathToFileURL } from 'node:url'
import path from 'node:path'
import { bundled } from './bundle.mjs'

// Each module finds its files beside where its source stands, as under the tests themselves.
const ownPlace = {
  name: 'backstep:own-place',
  enforce: 'pre',
  transform: (code, id) =>
    path.isAbsolute(id) && !id.includes('node_modules') && code.includes('import.meta.')
      ? code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href)).replaceAll('import.meta.dirname', JSON.stringify(path.dirname(id)))
      : null
}

export async function setup(project) {
  project.provide('programs', await bundled({
    name: 'backstep-tests',
    programs: 'out/tests',
    sources: ['src/domain', 'src/engine', 'tests/support', 'scripts/lib', 'package.json', 'package-lock.json'],
    input: {
      driven: 'tests/support/driven-child.ts',
      holder: 'src/engine/testing/holder-child.ts',
      recorder: 'src/engine/testing/recorder-child.ts',
      contract: 'src/engine/testing/contract-child.ts',
      locker: 'src/engine/testing/locker-child.ts',
      starter: 'src/engine/testing/starter-child.ts',
      opener: 'src/engine/testing/opener-child.ts'
    },
    plugins: [ownPlace]
  }))
}
