import type { Comparison } from '../../../domain/views'
import { Panel } from '../../components/Panel'
import { StateIcon, StateTag } from '../../components/State'
import { UserText } from '../../components/UserText'
import { formatCount } from '../../format'
import { DiffTable } from './DiffTable'

type Schemas = Comparison['schemas']
type Schema = Schemas[number]

/** A panel for each database that is concerned. */
export function SchemaPanels({ schemas }: { readonly schemas: Schemas }) {
  if (schemas.length === 0) return <Panel title="Schema"><p className="pad sec">No database is part of this rollback.</p></Panel>
  return schemas.map((schema) => <SchemaPanel key={schema.database} schema={schema} />)
}

const COUNTS: Readonly<Record<Exclude<Schema['state'], 'differs'>, string>> = { same: 'no difference', 'not-captured': 'not captured', unknown: 'unknown' }

function SchemaPanel({ schema }: { readonly schema: Schema }) {
  const { database, state, lines, needsDecision } = schema
  return (
    <Panel
      title={<>Schema of <UserText>{database}</UserText></>}
      count={state === 'differs' ? formatCount(lines.length, 'difference') : COUNTS[state]}
      actions={needsDecision ? <StateTag kind="blocks">Needs a decision</StateTag> : undefined}
    >
      {lines.length > 0 && <DiffTable label={`Schema of ${database}`} lines={lines} />}
      <SchemaSentence schema={schema} />
    </Panel>
  )
}

function SchemaSentence({ schema: { state, lines, sentence, needsDecision } }: { readonly schema: Schema }) {
  const isTold = state === 'differs' || state === 'same'
  const kind = needsDecision ? 'blocks' : isTold ? 'passed' : 'unknown'
  return (
    <p className={lines.length > 0 ? 'callout' : 'callout callout--first'}>
      <span className={needsDecision ? 'fail' : isTold ? 'ok' : 'mut'}><StateIcon kind={kind} /></span>
      <span><UserText>{sentence}</UserText>{needsDecision && <b> You decide in Checks.</b>}</span>
    </p>
  )
}
