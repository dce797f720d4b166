import { leadsTo, samePath, type FormField, type Path } from '../../../../domain/form'

/** Leads to the first field of a part that has to be filled in; to its heading when there is none. */
export const firstMissing = (path: Path): Path => [...path, -1]

/** Does a request for the focus mean this field? */
export const means = (field: FormField) => (path: Path): boolean => leadsTo(field.path, path) || (field.required && field.state === 'empty' && samePath(path, firstMissing(field.path.slice(0, -1))))
