import type { DatabaseChoice, PreparedView, TargetsView } from '../../../domain/views'
import { RadioCard } from '../../components/Choice'
import { Time } from '../../components/Time'
import { UserText } from '../../components/UserText'
import { formatBytes, formatCount } from '../../format'
import { edit, useGuide } from './guide-store'
import { useLastPlan } from './useFormState'
import { rowsWords } from './words'

/** Keep what is in the databases, or restore the copies: one choice, with what it means for each of them. */
export function DataChoice({ targets: { databases } }: { readonly targets: TargetsView }) {
  const chosen = useGuide(({ draft }) => draft.data)
  const plan = useLastPlan()
  if (databases.length === 0) return null
  const choose = (data: 'keep' | 'restore'): void => edit({ data, acceptsDataLoss: false })
  const known = plan?.databases ?? []
  const nothing = known.length > 0 && known.every(({ copy }) => copy === null)
  return (
    <fieldset className="stack gap3">
      <legend className="medium guide-legend"><Legend databases={databases} /></legend>
      <RadioCard name="data" value="keep" chosen={chosen} onChoose={choose} label={databases.length === 1 ? 'Keep it as it is' : 'Keep them as they are'}>
        <KeepWords plan={plan} />
      </RadioCard>
      <RadioCard name="data" value="restore" chosen={chosen} onChoose={choose} disabled={nothing && chosen === 'keep'} label={<RestoreLabel known={known} count={databases.length} />}>
        {known.length === 0 ? 'Looking for a copy.' : known.map((one) => <RestoreWords key={one.name} database={one} named={known.length > 1} />)}
      </RadioCard>
    </fieldset>
  )
}

function Legend({ databases }: Pick<TargetsView, 'databases'>) {
  const [first] = databases
  if (databases.length > 1 || !first) return formatCount(databases.length, 'database')
  return <><UserText>{first.name}</UserText>, {first.engine} <span className="mut guide-place"><UserText>{first.location}</UserText></span></>
}

function KeepWords({ plan }: { readonly plan: PreparedView | null }) {
  if (!plan?.from) return 'Nothing is lost.'
  return <>Nothing is lost. <UserText>{plan.to.version}</UserText> has to work with the schema of <UserText>{plan.from.version}</UserText>; the checks find out.</>
}

function RestoreLabel({ known, count }: { readonly known: readonly DatabaseChoice[]; readonly count: number }) {
  const [only] = known
  if (count > 1) return 'Restore them as they were'
  return only?.copy ? <>Restore it as it was on <Time at={only.copy.takenAt} /></> : 'Restore it as it was'
}

function RestoreWords({ database, named }: { readonly database: DatabaseChoice; readonly named: boolean }) {
  const { name, copy, atStake, why } = database
  return (
    <span className="block">
      {named && <><b><UserText>{name}</UserText></b>{copy ? <> as on <Time at={copy.takenAt} />. </> : '. '}</>}
      {copy === null ? <UserText>{why}</UserText> : <>
        {atStake === null ? 'Everything written since then will be lost; how much could not be counted. ' : atStake.rows === 0 ? 'No row was written since then. ' : `Everything written since then (${rowsWords(atStake)}) will be lost. `}
        {`The copy has ${formatBytes(copy.bytes)}.`}
      </>}
    </span>
  )
}
