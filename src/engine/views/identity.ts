/** The operator's key as the settings show it: proven by a signature that is then checked against the project's list. */
import { sha256Hex } from '../../domain/canonical'
import { signedText } from '../../domain/history'
import { problemOf, type Problem } from '../../domain/problem'
import type { IdentityView } from '../../domain/views'
import { KEY_VARIABLE, type ChosenKey, type Identity } from '../history/identity'
import type { AllowedSigners, SignatureChecker } from '../history/signatures'
import type { SigningKey } from '../history/signing-key'
import { NAMESPACE } from '../history/ssh-signature'
import { allowedOf } from '../history/verifier'
import type { Session } from '../session/session'

export async function identityView(identity: Identity, signatures: SignatureChecker, session: Session | null): Promise<IdentityView> {
  const { chosen, key, problem } = await look(identity)
  return {
    keyFile: chosen?.file ?? null, variable: chosen?.from === 'environment' ? KEY_VARIABLE : null, settingsFile: identity.settingsFile,
    key: key && { fingerprint: key.fingerprint, publicKey: key.publicKey, agent: chosen?.file?.endsWith('.pub') ?? false }, problem,
    project: session && (await projectPart(session, signatures, key)), line: key && lineOf(key)
  }
}

interface Looked { readonly chosen: ChosenKey | null; readonly key: SigningKey | null; readonly problem: Problem | null }

async function look(identity: Identity): Promise<Looked> {
  const chosen = await identity.chosen().catch(problemOf)
  if ('code' in chosen) return { chosen: null, key: null, problem: chosen }
  return identity.open().then((key) => ({ chosen, key, problem: null }), (error: unknown) => ({ chosen, key: null, problem: problemOf(error) }))
}

async function projectPart(session: Session, signatures: SignatureChecker, key: SigningKey | null): Promise<NonNullable<IdentityView['project']>> {
  const { name, allowed, problem } = await allowedOf({ definitionFile: session.definitionFile, project: session.path, files: session.context.files })
  if (allowed === null) return { allowedSigners: name, signers: [], listedAs: null, problem }
  const tried = key && (await tryKey(session, signatures, key, allowed))
  return { allowedSigners: name, signers: signersIn(allowed.text), listedAs: tried?.listedAs ?? null, problem: tried?.problem ?? null }
}

/** Signs something that is no record, and has it checked as one. */
async function tryKey(session: Session, signatures: SignatureChecker, key: SigningKey, allowed: AllowedSigners): Promise<{ readonly listedAs: string | null; readonly problem: Problem | null }> {
  try {
    const hash = sha256Hex(key.publicKey)
    const record = { number: 0, hash, key: key.fingerprint, signature: await key.sign(signedText({ hash })), at: session.context.clock.now().toISOString().slice(0, 10) }
    const { byNumber, problem } = await signatures.check([record], allowed)
    const found = byNumber.get(0)
    return { listedAs: found?.state === 'listed' ? found.by : null, problem }
  } catch (error) {
    return { listedAs: null, problem: problemOf(error) }
  }
}

const KEY_TYPE = /(?:^|\s)(ssh-[a-z0-9-]+|ecdsa-[a-z0-9-]+|sk-[a-z0-9-]+(?:@openssh\.com)?)\s/

/** Names and types as they stand in the file; what a line means is ssh-keygen's to say. */
function signersIn(text: string): readonly { readonly names: string; readonly type: string }[] {
  return text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.trimStart().startsWith('#')).map((line) => {
    const [, names = ''] = /^\s*("[^"]*"|\S+)/.exec(line) ?? []
    return { names: names.replace(/^"|"$/g, ''), type: KEY_TYPE.exec(line)?.[1] ?? 'unknown' }
  })
}

const lineOf = ({ publicKey }: SigningKey): string => `you@example.org namespaces="${NAMESPACE}" ${publicKey}`
