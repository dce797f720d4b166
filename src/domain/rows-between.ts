/** What two row counts say of the rows that differ: at least so many. Changed rows do not show in them. */
export interface RowsBetween {
  readonly atLeast: true
  readonly perTable: readonly { readonly table: string; readonly added: number; readonly changed: number; readonly removed: number }[]
}

/** Rows by table, of the copy and now. */
export function rowsBetween(then: Readonly<Record<string, number>>, now: Readonly<Record<string, number>>): RowsBetween {
  const tables = [...new Set([...Object.keys(now), ...Object.keys(then)])]
  const perTable = tables.map((table) => {
    const more = (now[table] ?? 0) - (then[table] ?? 0)
    return { table, added: Math.max(0, more), changed: 0, removed: Math.max(0, -more) }
  })
  return { atLeast: true, perTable: perTable.filter(({ added, removed }) => added + removed > 0) }
}
