import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { samePath, type Page } from '../../../../domain/form'
import { Loading } from '../../../components/Empty'
import { ariaKeys } from '../../../components/platform'
import { FormProvider } from './context'
import { Crumbs } from './Crumbs'
import { Elsewhere } from './Elsewhere'
import { useWanted } from './focus'
import { firstMissing } from './focus-paths'
import { Found } from './Found'
import { Members } from './Members'
import { PageActions } from './PageActions'
import { PageNotes } from './PageNotes'
import type { Form } from './useForm'
import './form.css'

export interface FormPaneProps {
  readonly form: Form
  /** At the end of its bar: where only one of form and text is seen, the choice between them. */
  readonly children?: ReactNode
}

/** backstep.yaml as a form, page by page: the project, an environment, a service. */
export function FormPane({ form, children }: FormPaneProps) {
  const page = form.pages.at(-1)
  const keys = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    up(event, form)
    event.preventDefault()
  }
  return (
    <FormProvider value={form}>
      <section className="settings-form-side" aria-label="Form" onKeyDown={keys} aria-keyshortcuts={ariaKeys('mod+z')}>
        <div className="settings-text-bar">
          <Crumbs pages={form.pages} />
          <span className="spacer" />
          {page && <PageActions form={form} page={page} />}
          {children}
        </div>
        {page === undefined && !form.waits && <Loading label="Reading the form" lines={8} />}
        {form.waits && <Waits form={form} />}
        {page && <PageView key={page.group.path.join('/')} page={page} form={form} />}
      </section>
    </FormProvider>
  )
}

/** From a field to its page, from a page to the one around it; then Esc goes on to what it does everywhere. */
function up(event: KeyboardEvent<HTMLElement>, form: Form): void {
  const page = form.pages.at(-1)
  const above = form.pages.at(-2)
  const inField = event.target instanceof HTMLElement && event.target.matches('input, select')
  if (page && inField) return form.focus.ask(page.group.path)
  if (above) form.goTo(page?.of?.path ?? above.group.path)
  else event.nativeEvent.stopImmediatePropagation()
}

function PageView({ page, form }: { readonly page: Page; readonly form: Form }) {
  const region = useRef<HTMLElement>(null)
  const { group } = page
  useEffect(() => {
    // What had the focus went with its page, by an undo perhaps.
    if (document.activeElement === document.body) region.current?.focus()
  }, [])
  useWanted(form.focus, region, (path) => samePath(path, group.path) || samePath(path, firstMissing(group.path)))
  return (
    <section ref={region} className="scroll form-page" role="region" aria-label={page.of === null ? 'Project' : `${page.of.word} ${group.key}`} tabIndex={0} data-region inert={form.waits}>
      {!form.waits && <Elsewhere page={page} />}
      <PageNotes page={page} />
      <Found problems={group.problems} />
      <Members group={group} />
    </section>
  )
}

/** While the text is no YAML, the last form that there was stays in sight and nothing can be done in it. */
function Waits({ form }: { readonly form: Form }) {
  return (
    <div className="form-waits" role="status">
      <p className="strong">The form waits for the text</p>
      <p className="sec">It comes back as soon as the text can be read. Nothing is lost. The first that is wrong:</p>
      <Found problems={form.problems.filter(({ severity }) => severity === 'error').slice(0, 1)} />
    </div>
  )
}
