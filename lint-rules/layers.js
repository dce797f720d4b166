// The direction of imports, in one table: domain ← engine ← { main, cli } and domain ← ipc ← { main, preload, renderer }.
// A new library is one word here; a new place that may write files or start programs is a decision to argue for.
import { builtinModules } from 'node:module'
import path from 'node:path'

const PURE = ['zod', 'yaml', 'canonicalize', '@noble/hashes', 'jsonc-parser']

const LAYERS = {
  domain: { folders: ['domain'], packages: PURE },
  ipc: { folders: ['ipc', 'domain'], packages: ['zod'] },
  engine: {
    folders: ['engine', 'domain'],
    packages: [...PURE, 'execa', 'simple-git', '@photostructure/sqlite', 'pino', 'age-encryption'],
    node: true
  },
  main: { folders: ['main', 'engine', 'ipc', 'domain'], packages: ['electron', 'pino', ...PURE], node: true },
  cli: { folders: ['cli', 'engine', 'domain'], packages: ['commander', 'pino', ...PURE], node: true },
  preload: { folders: ['preload', 'ipc', 'domain'], packages: ['electron'] },
  renderer: {
    folders: ['renderer', 'domain'],
    typeFolders: ['ipc'],
    packages: [
      'react',
      'react-dom',
      'zustand',
      '@base-ui/react',
      '@codemirror/*',
      '@lezer/*',
      'uplot',
      'lucide-react',
      'react-resizable-panels',
      '@fontsource-variable/*'
    ]
  }
}

// Inside the layers that may use Node, only these places may use what changes the machine.
const PLACES = [
  { modules: ['execa', 'node:child_process', 'simple-git'], only: /^engine\/hosts(\/|\.)/, where: 'src/engine/hosts' },
  {
    modules: ['@photostructure/sqlite'],
    only: /^engine\/(store|databases|lock)(\/|\.)/,
    where: 'src/engine/store, databases and lock'
  },
  { modules: ['age-encryption'], only: /^engine\/keys\//, where: 'src/engine/keys' }
]
const FILE_MODULES = new Set(['node:fs', 'node:fs/promises'])
const FILES_PLACE = /^engine\/files(\/|\.)/
const READS = new Set([
  'access', 'accessSync', 'constants', 'createReadStream', 'existsSync', 'lstat', 'lstatSync', 'opendir', 'readdir',
  'readdirSync', 'readFile', 'readFileSync', 'readlink', 'readlinkSync', 'realpath', 'realpathSync', 'stat', 'statfs',
  'statfsSync', 'statSync', 'unwatchFile', 'watch', 'watchFile'
])

// The raw ends of the process boundary.
const ELECTRON_PLACES = {
  ipcMain: { only: /^main\/ipc\.ts$/, where: 'src/main/ipc.ts' },
  ipcRenderer: { only: /^preload\//, where: 'src/preload' }
}

const isTest = (file) => /\.test\.tsx?$/.test(file) || /(^|\/)testing\//.test(file)
const packageOf = (specifier) => specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/')
const matches = (name, pattern) => (pattern.endsWith('/*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern)

/** A rule in the shape that plugins of ESLint and oxlint have. */
export const layers = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      folder: 'src/{{layer}} may not import from src/{{target}}.',
      typesOnly: 'src/{{layer}} may import only types from src/{{target}}.',
      outside: 'src/{{layer}} may not import from outside src.',
      package: "src/{{layer}} may not import '{{specifier}}'.",
      node: "src/{{layer}} may not use Node: '{{specifier}}'.",
      prefix: "Write 'node:{{specifier}}'.",
      place: "Only {{where}} may import '{{specifier}}'.",
      writes: "Only src/engine/files writes files: '{{name}}' may not be imported here.",
      namespace: "Import the functions of '{{specifier}}' by name.",
      electron: "Only {{where}} may import '{{name}}'."
    }
  },
  create(context) {
    const file = path.relative(path.join(context.cwd, 'src'), context.filename).split(path.sep).join('/')
    const layer = file.split('/')[0]
    const rules = LAYERS[layer]
    if (!rules || file.startsWith('..')) return {}
    const test = isTest(file)

    function relative(node, specifier, typesOnly) {
      const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier))
      if (target.startsWith('..')) return test ? undefined : context.report({ node, messageId: 'outside', data: { layer } })
      const folder = target.split('/')[0]
      if (rules.folders.includes(folder)) return undefined
      const data = { layer, target: folder }
      if (!rules.typeFolders?.includes(folder)) return context.report({ node, messageId: 'folder', data })
      return typesOnly || test ? undefined : context.report({ node, messageId: 'typesOnly', data })
    }

    function check(node, specifier, { typesOnly = false, specifiers = [], namespace = false } = {}) {
      specifier = specifier.split('?')[0]
      if (specifier.startsWith('.')) return relative(node, specifier, typesOnly)
      if (builtinModules.includes(specifier)) return context.report({ node, messageId: 'prefix', data: { specifier } })
      if (test) return undefined

      if (specifier.startsWith('node:')) {
        if (!rules.node) return context.report({ node, messageId: 'node', data: { layer, specifier } })
      } else if (!rules.packages.some((pattern) => matches(packageOf(specifier), pattern))) {
        return context.report({ node, messageId: 'package', data: { layer, specifier } })
      }
      if (typesOnly) return undefined

      for (const place of PLACES) {
        const used = place.modules.some((name) => specifier === name || packageOf(specifier) === name)
        if (used && !place.only.test(file)) return context.report({ node, messageId: 'place', data: { where: place.where, specifier } })
      }
      const values = specifiers.filter((one) => one.importKind !== 'type' && one.exportKind !== 'type')
      if (FILE_MODULES.has(specifier) && layer === 'engine' && !FILES_PLACE.test(file)) {
        if (namespace) return context.report({ node, messageId: 'namespace', data: { specifier } })
        for (const one of values) {
          const name = nameOf(one)
          if (!READS.has(name)) context.report({ node: one, messageId: 'writes', data: { name } })
        }
      }
      if (packageOf(specifier) === 'electron') {
        if (namespace) return context.report({ node, messageId: 'namespace', data: { specifier } })
        for (const one of values) {
          const name = nameOf(one)
          const place = Object.hasOwn(ELECTRON_PLACES, name) ? ELECTRON_PLACES[name] : undefined
          if (place && !place.only.test(file)) context.report({ node: one, messageId: 'electron', data: { where: place.where, name } })
        }
      }
      return undefined
    }

    return {
      ImportDeclaration(node) {
        check(node, node.source.value, {
          typesOnly: node.importKind === 'type' || (node.specifiers.length > 0 && node.specifiers.every((one) => one.importKind === 'type')),
          specifiers: node.specifiers.filter((one) => one.type === 'ImportSpecifier'),
          namespace: node.specifiers.some((one) => one.type !== 'ImportSpecifier')
        })
      },
      ExportNamedDeclaration(node) {
        if (node.source) check(node, node.source.value, { typesOnly: node.exportKind === 'type', specifiers: node.specifiers })
      },
      ExportAllDeclaration(node) {
        check(node, node.source.value, { typesOnly: node.exportKind === 'type', namespace: true })
      },
      ImportExpression(node) {
        if (node.source.type === 'Literal' && typeof node.source.value === 'string') check(node, node.source.value, { namespace: true })
      },
      TSImportType(node) {
        const source = node.source ?? node.argument?.literal
        if (typeof source?.value === 'string') check(node, source.value, { typesOnly: true })
      }
    }
  }
}

/** The name in the module, whatever it is called here. */
function nameOf(specifier) {
  const outer = specifier.imported ?? specifier.local
  return outer.name ?? outer.value
}
