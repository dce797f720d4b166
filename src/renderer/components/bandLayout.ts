export interface BandPart {
  /** Stable name of the phase. */
  readonly phase: string
  readonly title: string
  /** From 0 to 1 of the width. */
  readonly from: number
  readonly to: number
  /** Services are down in this part. */
  readonly down: boolean
}

export interface BandMark {
  readonly key: string
  /** From 0 to 1 of the width. */
  readonly from: number
  readonly label: string
}

/** The share of the width that a label needs, in a band of about 600 px. */
const room = (label: string): number => Math.max(0.08, label.length * 0.0105)

/** Labels with room enough; those of short phases join the one before: "Code, config". */
export function bandMarks(parts: readonly BandPart[]): readonly BandMark[] {
  const marks: BandMark[] = []
  for (const { phase, title, from } of parts) {
    const last = marks.at(-1)
    if (last && from - last.from < room(last.label)) marks[marks.length - 1] = { ...last, label: `${last.label}, ${title.toLowerCase()}` }
    else marks.push({ key: phase, from, label: title })
  }
  return marks
}

/** From the first part with services down to the last. */
export function downRange(parts: readonly BandPart[]): { readonly from: number; readonly to: number } | undefined {
  const first = parts.find(({ down }) => down)
  const last = parts.findLast(({ down }) => down)
  return first && last ? { from: first.from, to: last.to } : undefined
}
