/** Looks for the searched text in lines that come without it: one question at a time, each from the first line that nobody looked at. */
export class SearchOn {
  private from = Infinity
  private busy = false

  constructor(private readonly ask: (from: number) => Promise<void>) {}

  /** Lines from this number on are still to be looked at. */
  owe(from: number): void {
    this.from = Math.min(this.from, from)
    if (!this.busy) void this.run()
  }

  private async run(): Promise<void> {
    this.busy = true
    while (this.from < Infinity) {
      const { from } = this
      this.from = Infinity
      try {
        await this.ask(from)
      } catch {
        // Asked again with the next lines.
        this.from = Math.min(this.from, from)
        break
      }
    }
    this.busy = false
  }
}
