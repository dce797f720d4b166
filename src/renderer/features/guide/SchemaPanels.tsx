import type { Comparison } from '../../../domain/views'
import { Panel } from '../../components/Panel'
import { StateIcon, StateTag } from '../../components/State'
import { UserText } from '../../components/UserText'
import { formatCount } from '../../format'
import { DiffTable } from './DiffTable'

type Schemas = Comparison['schemas']

/** A panel for each database whose schema is not that of the target. */
export function SchemaPanels({ schemas }: { readonly schemas: Schemas }) {
  if (schemas.length === 0) return <Panel title="Schema"><p className="pad sec">No database is part of this environment, or none was captured.</p></Panel>
  return schemas.map((schema) => <SchemaPanel key={schema.database} schema={schema} />)
}

function SchemaPanel({ schema: { database, lines, sentence, needsDecision } }: { readonly schema: Schemas[number] }) {
  return (
    <Panel
      title={<>Schema of <UserText>{database}</UserText></>}
      count={lines.length === 0 ? 'no difference' : formatCount(lines.length, 'difference')}
      actions={needsDecision ? <StateTag kind="blocks">Needs a decision</StateTag> : undefined}
    >
      {lines.length > 0 && <DiffTable label={`Schema of ${database}`} lines={lines} />}
      {sentence !== '' && (
        <p className={lines.length > 0 ? 'callout' : 'callout callout--first'}>
          <span className={needsDecision ? 'fail' : 'ok'}><StateIcon kind={needsDecision ? 'blocks' : 'passed'} /></span>
          <span><UserText>{sentence}</UserText>{needsDecision && <b> You decide in Checks.</b>}</span>
        </p>
      )}
    </Panel>
  )
}
