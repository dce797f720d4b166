/** The chain of the history, followed over rows as they lie in a store. */
import { createChainCheck, type StoredRecord } from '../../src/domain/history'

/** Every place where it does not hold. Nothing here is signed. */
export function chainFaults(rows: readonly StoredRecord[]): readonly string[] {
  const check = createChainCheck({ keyOf: () => null })
  for (const row of rows) check.add(row)
  return check.faults.map(({ message }) => message)
}
