/** Can what was kept be opened, and what will be kept? */
import { plural } from '../text'
import { CHECK_AGAIN, OTHER_TARGET, alwaysBlocks, passed, warns, type Checker, type KeptCheck } from './input'

const TITLE = 'What was kept'

export const keptContent: Checker = {
  name: 'kept_content',
  run: ({ keyProblem, kept, target }) => {
    const version = target?.to.version ?? 'The target'
    if (keyProblem) return [alwaysBlocks('kept_content', TITLE, keyProblem.message, { headline: 'Its key is not at hand', detail: keyProblem.next, remedies: [CHECK_AGAIN, OTHER_TARGET] })]
    if (!kept) return []
    const { restorable } = kept
    if (restorable?.ok === false) return [alwaysBlocks('kept_content', TITLE, `What was kept of ${version} could not be restored when that was tried: ${restorable.problem ?? ''}`, { headline: 'It is not restorable', detail: 'Verify it again by restoring it, in Snapshots or with `backstep snapshots verify --restore`.', remedies: [CHECK_AGAIN, OTHER_TARGET], evidence: [{ label: 'Tried', value: restorable.at }] })]
    return [passed('kept_content', TITLE, wordsOf(kept), { evidence: restorable ? [{ label: 'Restored to try', value: restorable.at }] : [] })]
  }
}

const wordsOf = ({ keys, restorable }: KeptCheck): string =>
  `is intact${keys > 0 ? ', encrypted, its key is here' : ''}${restorable ? ', and was restored to try' : '; whether it can be restored was not tried'}`

export const snapshotKey: Checker = {
  name: 'snapshot_key',
  run: ({ seal }) => {
    const title = 'Snapshot of this run'
    if (seal.problem) return [alwaysBlocks('snapshot_key', title, seal.problem.message, { headline: 'Nothing can be kept', detail: seal.problem.next, remedies: [CHECK_AGAIN] })]
    if (seal.keys === 0) return [passed('snapshot_key', title, 'is not encrypted: files are their owner\'s alone')]
    const keys = plural(seal.keys, 'key', 'keys')
    if (!seal.keyProblem) return [passed('snapshot_key', title, `is encrypted for ${keys}, and can be opened here`)]
    if (seal.restores) return [alwaysBlocks('snapshot_key', title, `The policy asks to restore the snapshot before anything changes, and no key that opens it is here.`, { headline: 'The snapshot could not be restored to try', detail: seal.keyProblem.next, remedies: [CHECK_AGAIN] })]
    return [warns('snapshot_key', title, `It will be encrypted for ${keys}, none of which is here: an undo needs one.`, { headline: 'This run could not be undone from here', detail: seal.keyProblem.next, remedies: [CHECK_AGAIN] })]
  }
}
