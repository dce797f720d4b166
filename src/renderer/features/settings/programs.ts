import type { DoctorRow } from '../../../domain/views'
import type { StateKind } from '../../components/states'

/** Green only what was found: a project may do without a program that is not there. */
export function programLook({ ok, found }: Pick<DoctorRow, 'ok' | 'found'>): { readonly kind: StateKind; readonly word: string } {
  if (found === null) return ok ? { kind: 'not-yet', word: 'Not found' } : { kind: 'failed', word: 'Missing' }
  return ok ? { kind: 'passed', word: 'Found' } : { kind: 'failed', word: 'Does not fit' }
}
