import { pagesTo, samePath, type Page } from '../../../../domain/form'
import { StateIcon } from '../../../components/State'
import { UserText } from '../../../components/UserText'
import { formatAmount, formatCount } from '../../../format'
import { useFormContext } from './context'

const AT_MOST = 3

/** What is wrong, but not on this page. */
export function Elsewhere({ page }: { readonly page: Page }) {
  const { problems, pages, goTo } = useFormContext()
  const root = pages[0]?.group ?? null
  const others = problems.filter(({ path }) => !samePath(pagesTo({ root }, path).at(-1)?.group.path ?? [], page.group.path))
  if (others.length === 0) return null
  return (
    <section className="form-elsewhere" aria-label="Elsewhere in the file">
      {others.slice(0, AT_MOST).map((problem) => (
        <button key={`${problem.line} ${problem.column} ${problem.message}`} type="button" onClick={() => goTo(problem.path)}>
          <span className={problem.severity === 'error' ? 'fail' : 'warn'}><StateIcon kind={problem.severity === 'error' ? 'failed' : 'warning'} size={14} /></span>
          <span className="clip"><span className="medium">Line {formatAmount(problem.line)}:</span> <UserText>{problem.message}</UserText></span>
        </button>
      ))}
      {others.length > AT_MOST && <p className="t12 mut">{formatCount(others.length - AT_MOST, 'more problem')} elsewhere in the file</p>}
    </section>
  )
}
