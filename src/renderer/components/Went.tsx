import { wentWords, type Went as Ways } from '../../domain/went'
import { UserText } from './UserText'

/** From where to where a run went, in a fact or a cell. */
export function Went({ went, nothing }: { readonly went: Ways; readonly nothing?: string }) {
  const { left, to } = wentWords(went)
  const from = left ?? (went.from === null ? nothing : undefined)
  return <>{from !== undefined && <><UserText>{from}</UserText> <span className="arrow" aria-label="to">→</span> </>}<UserText>{to}</UserText></>
}
