/** The shop's files as they were after each of its commits: the first ones as they stand in `shop/`, then small edits. */
import { SOURCES } from './sources'
import { fail } from '../../domain/problem'
import { configText } from './settings'

/** Text by path, relative to the shop's folder. */
export type Tree = Readonly<Record<string, string>>
/** Replaces one text, which must be there exactly once. */
export interface Edit { readonly path: string; readonly from: string; readonly to: string }

export const firstTree: Tree = {
  ...SOURCES,
  'config/dev.json': configText('dev', 'v1.0.0'),
  'config/production.json': configText('production', 'v1.0.0'),
  'config/staging.json': configText('staging', 'v1.0.0'),
  'package.json': `${JSON.stringify({ name: 'shop', private: true, type: 'module' }, null, 2)}\n`
}

export const edited = (tree: Tree, edits: readonly Edit[]): Tree => edits.reduce(applied, tree)

function applied(tree: Tree, { path, from, to }: Edit): Tree {
  const parts = (tree[path] ?? '').split(from)
  if (parts.length !== 2) throw fail('demo-broken', `The demo's own history is broken: '${from}' stands ${parts.length - 1} times in ${path}.`, 'Please report this.')
  return { ...tree, [path]: parts.join(to) }
}
