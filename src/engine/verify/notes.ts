/** What is remembered of verifications: a note for each level and snapshot, with its time. */
import type { IntactNote, RestorableNote } from '../../domain/verification'
import type { Store } from '../store/store'

async function read<T>(store: Pick<Store, 'note'>, name: string): Promise<T | null> {
  const text = await store.note(name)
  return text === null ? null : (JSON.parse(text) as T)
}

export const intactNote = (store: Pick<Store, 'note'>, id: string): Promise<IntactNote | null> => read(store, `verified:${id}`)
export const restorableNote = (store: Pick<Store, 'note'>, id: string): Promise<RestorableNote | null> => read(store, `restorable:${id}`)
export const setIntact = (store: Pick<Store, 'setNote'>, id: string, note: IntactNote): Promise<void> => store.setNote(`verified:${id}`, JSON.stringify(note))
export const setRestorable = (store: Pick<Store, 'setNote'>, id: string, note: RestorableNote): Promise<void> => store.setNote(`restorable:${id}`, JSON.stringify(note))
