import { comesBackWords, losesNothing } from '../../../domain/at-stake'
import type { DataChoice as Choice } from '../../../domain/plan'
import type { DatabaseChoice, PreparedView, TargetsView } from '../../../domain/views'
import { RadioCard } from '../../components/Choice'
import { Time } from '../../components/Time'
import { UserText } from '../../components/UserText'
import { formatBytes, formatCount } from '../../format'
import { edit, useGuide } from './guide-store'
import { useLastPlan } from './useFormState'
import { rowsWords } from './words'

/** Keep what is in the databases, restore the copies, or migrate down: one choice, with what it means for each of them. */
export function DataChoice({ targets: { databases } }: { readonly targets: TargetsView }) {
  const chosen = useGuide(({ draft }) => draft.data)
  const services = useGuide(({ draft }) => draft.services)
  const plan = useLastPlan()
  if (databases.length === 0) return null
  const isUnused = services !== null && plan !== null && plan.databases.length === 0
  return (
    <fieldset className="stack gap3">
      <legend className="medium guide-legend"><Legend databases={databases} /></legend>
      {isUnused && <p className="sec">What goes back uses no database: nothing changes in {databases.length === 1 ? 'it' : 'them'}.</p>}
      {(!isUnused || chosen !== 'keep') && <Choices plan={plan} databases={databases} chosen={chosen} choose={(data) => edit({ data, acceptsDataLoss: false })} />}
    </fieldset>
  )
}

function Choices({ plan, databases, chosen, choose }: WayBack) {
  const policies = new Set(databases.map(({ policy }) => policy))
  return (
    <>
      <RadioCard name="data" value="keep" chosen={chosen} onChoose={choose} label={databases.length === 1 ? 'Keep it as it is' : 'Keep them as they are'}>
        <KeepWords plan={plan} />
      </RadioCard>
      {(policies.has('restore') || !policies.has('migrate')) && <Restore plan={plan} databases={databases} chosen={chosen} choose={choose} />}
      {policies.has('migrate') && <Migrate plan={plan} databases={databases} chosen={chosen} choose={choose} />}
    </>
  )
}

function Legend({ databases }: Pick<TargetsView, 'databases'>) {
  const [first] = databases
  if (databases.length > 1 || !first) return formatCount(databases.length, 'database')
  return <><UserText>{first.name}</UserText>, {first.engine} <span className="mut guide-place"><UserText>{first.location}</UserText></span></>
}

/** The room of the plan's sentence is there before the plan is: what is about to be clicked does not move. */
const Awaited = ({ children }: { readonly children: string }) => <span className="block guide-two-lines">{children}</span>

function KeepWords({ plan }: { readonly plan: PreparedView | null }) {
  if (plan === null) return <Awaited>Nothing is lost.</Awaited>
  if (!plan.from) return 'Nothing is lost.'
  return <>Nothing is lost. <UserText>{plan.to.version}</UserText> has to work with the schema of <UserText>{plan.from.version}</UserText>; the checks find out.</>
}

interface WayBack extends Pick<TargetsView, 'databases'> {
  readonly plan: PreparedView | null
  readonly chosen: Choice
  readonly choose: (data: Choice) => void
}

function Restore({ plan, databases, chosen, choose }: WayBack) {
  const known = plan?.databases ?? []
  const nothing = known.length > 0 && known.every(({ copy, policy }) => copy === null && policy !== 'migrate')
  return (
    <RadioCard name="data" value="restore" chosen={chosen} onChoose={choose} disabled={nothing && chosen === 'keep'} label={<RestoreLabel known={known} databases={databases} />}>
      {plan === null ? <Awaited>Looking for a copy.</Awaited> : known.length === 0 ? 'There is nothing to restore.' : known.map((one) => <RestoreWords key={one.name} database={one} named={known.length > 1} />)}
    </RadioCard>
  )
}

function RestoreLabel({ known, databases }: { readonly known: readonly DatabaseChoice[]; readonly databases: TargetsView['databases'] }) {
  const [only] = known
  if (databases.some(({ policy }) => policy === 'migrate')) return 'Take them back, each in its way'
  if (databases.length > 1) return 'Restore them as they were'
  return only?.copy ? <>Restore it as it was on <Time at={only.copy.takenAt} /></> : 'Restore it as it was'
}

function RestoreWords({ database, named }: { readonly database: DatabaseChoice; readonly named: boolean }) {
  const { name, copy, atStake, why, policy } = database
  const back = comesBackWords(atStake)
  if (policy === 'migrate') return <span className="block"><b><UserText>{name}</UserText></b> is migrated down by its own program. </span>
  return (
    <span className="block">
      {named && <><b><UserText>{name}</UserText></b>{copy ? <> as on <Time at={copy.takenAt} />. </> : '. '}</>}
      {copy === null ? <UserText>{why}</UserText> : <>
        {atStake === null ? 'Everything written since then will be lost; how much could not be counted. ' : losesNothing(atStake) ? 'No row was written since then. ' : `Everything written since then (${rowsWords(atStake)}) will be lost. `}
        {back !== null && `${back.charAt(0).toUpperCase()}${back.slice(1)}. `}
        {`The copy has ${formatBytes(copy.bytes)}.`}
      </>}
    </span>
  )
}

/** What is lost can be told only of the tables that go away, and only once this is chosen. */
function Migrate({ plan, databases, chosen, choose }: WayBack) {
  const names = databases.filter(({ policy }) => policy === 'migrate').map(({ name }) => name)
  const planned = plan?.databases.filter(({ policy }) => policy === 'migrate') ?? []
  const others = databases.length > names.length
  return (
    <RadioCard name="data" value="migrate" chosen={chosen} onChoose={choose} label={<>Migrate {databases.length === 1 ? 'it' : <UserText>{names.join(', ')}</UserText>} down{others && ', keep the others'}</>}>
      Its own program takes the schema back. What it removes is lost; the snapshot holds the database as it is now.
      {chosen === 'migrate' && planned.map(({ name, why, atStake }) => (
        <span key={name} className="block"><UserText>{why}</UserText>{atStake && ` Tables that go away hold ${rowsWords(atStake)}.`}</span>
      ))}
    </RadioCard>
  )
}
