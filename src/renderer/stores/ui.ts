import { create } from 'zustand'
import type { Problem } from '../../domain/problem'

interface Ui {
  readonly palette: boolean
  /** Runs that go on while the window was asked to close; null when it was not. */
  readonly closing: readonly string[] | null
  readonly engine: { readonly up: boolean; readonly problem: Problem | null }
  readonly openPalette: (palette: boolean) => void
}

/** What floats over the screens. */
export const useUi = create<Ui>()((set) => ({
  palette: false,
  closing: null,
  engine: { up: true, problem: null },
  openPalette: (palette) => set({ palette })
}))
