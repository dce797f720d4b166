/** Making, bringing and taking away keys. The private half goes to its place before anything is encrypted for the public one. */
import { join, relative, isAbsolute, resolve, dirname } from 'node:path'
import { fail } from '../../domain/problem'
import type { MadeKey } from '../../domain/views'
import type { Files } from '../files/files'
import type { Session } from '../session/session'
import { newIdentity, recipientOf, recipientProblem } from './age'
import { identityFileText, parseIdentities, type Identity } from './identity-file'

/** `auto`: the secret store where there is one, else a file. A path: that file, which must not be there yet. */
export type Where = { readonly kind: 'auto' | 'secret-store' } | { readonly kind: 'file'; readonly path: string | null }

export async function createKey(session: Session, where: Where, name: string | null): Promise<MadeKey> {
  requireWritable(session)
  const key = await newIdentity()
  session.context.keys.learn(key)
  const recipient = (await recipientOf(key)) ?? ''
  const made = await keep(session, { key, recipient }, where)
  await session.context.keys.recipients.add({ key: recipient, name })
  return made
}

/** Brings the private keys of a file to where this user's keys are. */
export async function importKeys(session: Session, path: string, where: Where): Promise<readonly MadeKey[]> {
  const { files, keys } = session.context
  const text = await files.read(path)
  if (text === null) throw fail('identity-missing', `${path} is not there. Nothing was changed.`, 'Check the path.', { place: { file: path } })
  const identities = await parseIdentities(text.toString('utf8'), path)
  if (identities.length === 0) throw fail('identity-invalid', `${path} holds no private key. Nothing was changed.`, 'Give a file as `backstep keys export` or `age-keygen` writes it.', { place: { file: path } })
  const made: MadeKey[] = []
  for (const identity of identities) {
    keys.learn(identity.key)
    made.push(await keep(session, identity, where))
  }
  return made
}

/** From now on what is kept is encrypted for this key too. */
export async function addRecipient(session: Session, recipient: string, name: string | null): Promise<void> {
  requireWritable(session)
  const wrong = await recipientProblem(recipient)
  if (wrong !== null) throw fail('recipient-invalid', `What was given ${wrong}. Nothing was changed.`, 'Give the public key, as `backstep keys` prints it.')
  await session.context.keys.recipients.add({ key: recipient, name })
}

/** From now on nothing is encrypted for it. What was encrypted for it stays as it is. */
export async function removeRecipient(session: Session, recipient: string): Promise<void> {
  requireWritable(session)
  const { recipients } = session.context.keys
  if (!(await recipients.read()).some(({ key }) => key === recipient)) throw fail('recipient-unknown', 'Nothing is encrypted for that key now. Nothing was changed.', 'Run `backstep keys` to see the keys.')
  await recipients.remove(recipient)
}

/** Writes the private keys that this user has of these public ones into a new file; answers those that it holds. */
export async function exportKeys(session: Session, recipients: readonly string[], path: string): Promise<readonly string[]> {
  const { files, keys } = session.context
  await requireNew(session, path)
  const found: Identity[] = []
  for (const recipient of recipients) {
    const key = await keys.identity([recipient])
    if (key !== null) found.push({ key, recipient })
  }
  if (found.length === 0) throw fail('key-missing', 'None of the private keys of this project is on this machine. Nothing was written.', 'Export them where they are.')
  await files.write(path, identityFileText(found, 'Private keys of Backstep.'), { mode: 0o600 })
  return found.map(({ recipient }) => recipient)
}

async function keep(session: Session, identity: Identity, where: Where): Promise<MadeKey> {
  const { secretStore, folder } = session.context.keys
  const why = where.kind === 'file' ? null : await secretStore.why()
  if (where.kind === 'secret-store' && why !== null) throw fail('keyring-missing', `${why} Nothing was changed.`, 'Keep the key in a file with `--file`.')
  if (where.kind !== 'file' && why === null) {
    await intoStore(session, identity)
    return { recipient: identity.recipient, place: { kind: 'secret-store', where: secretStore.name, warning: null }, why: null }
  }
  const path = (where.kind === 'file' ? where.path : null) ?? join(folder, `${identity.recipient}.txt`)
  await intoFile(session, identity, path, where.kind === 'file' && where.path !== null)
  return { recipient: identity.recipient, place: { kind: 'file', where: path, warning: null }, why }
}

async function intoStore(session: Session, { key, recipient }: Identity): Promise<void> {
  const { secretStore } = session.context.keys
  const project = (await session.definitionFile.read()).definition?.name ?? session.path
  await secretStore.keep(recipient, key, `Backstep key of ${project}`)
  if ((await secretStore.find(recipient)) !== key) throw fail('keyring-failed', `${secretStore.name} did not give back the key that was put into it. Nothing is encrypted for it.`, 'Keep the key in a file with `--file`.')
}

async function intoFile(session: Session, identity: Identity, path: string, asked: boolean): Promise<void> {
  const { files } = session.context
  if (asked) await requireNew(session, path)
  await files.makeFolder(dirname(path), 0o700)
  await files.write(path, identityFileText([identity], 'Private key of Backstep.'), { mode: 0o600 })
}

async function requireNew({ path: project, context: { files } }: Session, path: string): Promise<void> {
  const way = relative(project, resolve(path))
  if (way === '' || (!way.startsWith('..') && !isAbsolute(way))) throw fail('key-in-project', `${path} is inside the project: a key beside what it opens protects nothing. Nothing was written.`, 'Choose a place outside of it.', { place: { file: path } })
  if (await isThere(files, path)) throw fail('file-exists', `${path} is there already. Nothing was written.`, 'Choose another name.', { place: { file: path } })
}
const isThere = (files: Files, path: string): Promise<boolean> => files.read(path).then((found) => found !== null, () => true)

function requireWritable({ readOnly }: Session): void {
  if (readOnly !== null) throw fail('read-only', readOnly, 'Make the folder writable, or run as a user who may write it.')
}
