/** Keys in words. Never a private one. */
import { plural, stripControl } from '../../domain/text'
import type { KeyPlace, KeyRow, KeysView } from '../../domain/views'
import { problemLines } from './problem'
import type { Paint } from './style'

interface Made { readonly recipient: string; readonly place: KeyPlace; readonly why: string | null }

export const LOSS = 'Whoever loses this key loses everything that is encrypted for it alone: there is no other way in.'

export function keyLines(view: KeysView, paint: Paint): readonly string[] {
  const { rows, problem, secretStore, folder, plain } = view
  const current = rows.filter((row) => row.current)
  return [
    current.length === 0 ? 'What is kept is not encrypted: there is no key. `backstep keys create` makes one.' : `What is kept is encrypted for ${plural(current.length, 'key', 'keys')}.`,
    ...rows.flatMap((row) => rowLines(row, paint)), '',
    ...(plain > 0 && current.length > 0 ? [`${plural(plain, 'manifest or snapshot was', 'manifests and snapshots were')} kept without encryption before; \`backstep snapshots encrypt\` encrypts ${plain === 1 ? 'it' : 'them'}.`] : []),
    paint(`Private keys are looked for in BACKSTEP_IDENTITY, in the file that BACKSTEP_IDENTITY_FILE names, in ${stripControl(folder)}, and in ${secretStore.name ?? 'the keyring'}.${secretStore.why === null ? '' : ` ${secretStore.why}`}`, 'dim'),
    ...(problem ? problemLines(problem, paint) : [])
  ]
}

function rowLines({ recipient, name, current, place, opens }: KeyRow, paint: Paint): readonly string[] {
  const state = place ? `${paint('✓', 'ok')} private key in ${stripControl(place.where)}` : `${paint('!', 'warning')} its private key is not on this machine`
  return [
    '', `  ${paint(recipient, 'bold')}`,
    `  ${name === null ? '' : `${stripControl(name)} · `}${current ? '' : 'not encrypted for any more · '}opens ${plural(opens, 'manifest or snapshot', 'manifests and snapshots')}`,
    `  ${state}`, ...(place?.warning ? [`  ${paint('!', 'warning')} ${stripControl(place.warning)}`] : [])
  ]
}

export function createdLines({ recipient, place, why }: Made, paint: Paint): readonly string[] {
  return [
    'What is kept from now on is encrypted for this key:', '', `  ${paint(recipient, 'bold')}`, '',
    `The private key is in ${stripControl(place.where)}.${why === null ? '' : ` Not in the keyring: ${stripControl(why)}`}`,
    `${paint('!', 'warning')} ${LOSS}`,
    '  Make a copy now and keep it elsewhere: backstep keys export FILE',
    '  A pipeline that only records needs no private key, only .deployments/recipients.txt.'
  ]
}

export const importedLines = (made: readonly Made[]): readonly string[] =>
  made.flatMap(({ recipient, place, why }) => [`${recipient}: in ${stripControl(place.where)}.${why === null ? '' : ` Not in the keyring: ${stripControl(why)}`}`])
