import { createContext, useContext } from 'react'
import type { Form } from './useForm'

const FormContext = createContext<Form | null>(null)
export const FormProvider = FormContext.Provider

/** The form that a part belongs to. */
export function useFormContext(): Form {
  const form = useContext(FormContext)
  if (form === null) throw new Error('a part of the form outside of one')
  return form
}
