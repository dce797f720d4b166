/** The newest record as a document: who has it can tell later whether the history up to it was rewritten. */
import type { HistoryHead } from '../views'
import type { Export, Text } from './model'
import { code, day, fileName, madeWords, moment, type Made } from './words'

export function headExport(head: HistoryHead, made: Made): Export {
  const facts: readonly (readonly [string, Text])[] = [
    ['Record', String(head.number)], ['Hash', [code(head.hash)]], ['Run', head.runId === null ? 'none' : [code(head.runId)]], ['Ended', head.at === null ? 'never' : moment(head.at, made.zone)],
    ['First record', head.chain === null ? 'none' : [code(head.chain)]], ['Signed', head.signer === null ? 'no' : 'key' in head.signer ? [code(head.signer.key)] : `no: ${head.signer.none}`]
  ]
  return {
    name: fileName(made.project, 'history-head', day(made.at)),
    document: {
      title: `Head of the history of ${made.project}`, tone: 'neutral', lead: 'Keep it where others cannot write. `backstep history verify --head` compares the history with it.',
      sections: [{ title: null, blocks: [{ kind: 'facts', rows: facts }] }], foot: madeWords(made), landscape: false
    },
    table: { columns: ['record', 'hash', 'run', 'endedAt', 'firstRecord', 'key'], rows: [[head.number, head.hash, head.runId, head.at, head.chain, head.signer !== null && 'key' in head.signer ? head.signer.key : null]] },
    data: { ...head }
  }
}
