import { useEffect, useRef } from 'react'
import { somethingFloats } from '../../../components/floats'
import { pressed } from '../../../components/platform'
import type { Form } from './useForm'

/** Ctrl+Z and its like, wherever the focus is: form and text have one undo. Only a name that is still being typed has its own. */
export function useUndoKeys(form: Pick<Form, 'undo' | 'redo'>): void {
  const latest = useRef(form)
  useEffect(() => {
    latest.current = form
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const own = event.target instanceof Element && event.target.closest('[data-own-undo]') !== null
      if (event.defaultPrevented || own || somethingFloats()) return
      if (pressed(event, 'mod+z')) latest.current.undo()
      else if (pressed(event, 'mod+shift+z') || pressed(event, 'mod+y')) latest.current.redo()
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}
