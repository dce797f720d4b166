import { Fragment } from 'react'
import type { Page } from '../../../../domain/form'
import { UserText } from '../../../components/UserText'
import { useFormContext } from './context'

/** From the whole file to this page; each part leads back to it. */
export function Crumbs({ pages }: { readonly pages: readonly Page[] }) {
  const { goTo } = useFormContext()
  return (
    <nav className="form-crumbs" aria-label="Place in the form">
      {pages.map(({ group, of }, index) => (
        <Fragment key={group.path.join('/')}>
          {index > 0 && <span className="mut" aria-hidden="true">›</span>}
          {index === pages.length - 1
            ? <span className="strong clip" aria-current="page"><Name name={group.key} isFile={of === null} /></span>
            : <button type="button" className="form-crumb clip" onClick={() => goTo(group.path)}><Name name={group.key} isFile={of === null} /></button>}
        </Fragment>
      ))}
    </nav>
  )
}

const Name = ({ name, isFile }: { readonly name: string; readonly isFile: boolean }) => (isFile ? 'Project' : <UserText clip>{name}</UserText>)
