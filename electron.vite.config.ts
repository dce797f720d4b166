import path from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const root = import.meta.dirname

// Explicit targets: one build has to run on the official Electron and on the older fallback runtime
// (Electron 33: Node 20.18, Chrome 130). Without them the target follows the installed electron package.
const node = 'node20.18'
const chrome = 'chrome130'

const inRoot = (entries: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, path.join(root, file)]))
const main = inRoot({
  'main/index': 'src/main/index.ts',
  'main/host': 'src/main/host.ts',
  'main/print': 'src/main/print.ts',
  'engine/index': 'src/engine/index.ts',
  'cli/index': 'src/cli/index.ts'
})
const preload = inRoot({ index: 'src/preload/index.ts' })
const renderer = inRoot({ index: 'src/renderer/index.html' })

const SHEBANG = '#!/usr/bin/env node\n'

export default defineConfig({
  main: {
    plugins: [
      {
        name: 'backstep:cli-shebang',
        generateBundle(_options, bundle) {
          const cli = bundle['cli/index.js']
          if (cli?.type !== 'chunk' || cli.code.startsWith('#!')) return
          cli.code = SHEBANG + cli.code
          if (cli.map) cli.map.mappings = `;${cli.map.mappings}`
        }
      }
    ],
    build: {
      target: node,
      outDir: 'out',
      emptyOutDir: false,
      sourcemap: true,
      // Bundled rather than required at run time: one file starts faster than the libraries' many.
      // Only the native module (and electron itself) stays outside.
      externalizeDeps: false,
      rolldownOptions: {
        input: main,
        external: ['@photostructure/sqlite', 'electron'],
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js'
        }
      }
    }
  },
  preload: {
    build: {
      target: node,
      outDir: 'out/preload',
      emptyOutDir: false,
      externalizeDeps: false, // a sandboxed preload can require nothing but electron
      rolldownOptions: {
        input: preload,
        output: { format: 'cjs', entryFileNames: '[name].cjs' }
      }
    }
  },
  renderer: {
    root: path.join(root, 'src/renderer'),
    plugins: [react()],
    html: { cspNonce: '__CSP_NONCE__' },
    build: {
      target: chrome,
      outDir: path.join(root, 'out/renderer'),
      emptyOutDir: false, // a window may be open on it; scripts/build.mjs removes what is left over
      minify: true,
      chunkSizeWarningLimit: 600, // read from the disk, not over a network: the settings with their YAML editor are one chunk of 512 kB
      rolldownOptions: { input: renderer }
    }
  }
})
