/** Is what was captured with a deployment the commit that its record names? */
import { listOf, shortCommit } from '../text'
import { OTHER_TARGET, blocksUnlessForced, passed, warns, type Checker } from './input'

const TITLE = 'Commit of the record'

export const recordedCommit: Checker = {
  name: 'recorded_commit',
  run: ({ otherCommits, record }) => {
    if (otherCommits.length === 0 || !record?.commit) return [passed('recorded_commit', TITLE, 'no other one was captured')]
    const captured = listOf(otherCommits.map(({ service, commit }) => `${shortCommit(commit)} of ${service}`))
    // What ran then may be right, and the record made from another working copy; what only lay there is from before the deployment.
    const finding = otherCommits.every(({ ran }) => ran) ? warns : blocksUnlessForced
    return [finding('recorded_commit', TITLE, `The record of ${record.version} names commit ${shortCommit(record.commit)}, but what was captured with it is ${captured}: that is what would be started.`, {
      headline: `What was captured with ${record.version} is another commit`,
      detail: 'It was put in place before that deployment. If the target proves its version, the run fails where this is another one. Record the deployment again once its own commit runs.', remedies: [OTHER_TARGET],
      evidence: [{ label: 'Record', value: record.commit }, ...otherCommits.map(({ service, commit }) => ({ label: service, value: commit }))]
    })]
  }
}
