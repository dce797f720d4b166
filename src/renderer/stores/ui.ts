import { create } from 'zustand'
import type { GoingRun } from '../../domain/going'
import type { Problem } from '../../domain/problem'

interface Ui {
  readonly palette: boolean
  /** Runs that are not over while the window was asked to close; null when it was not. */
  readonly closing: readonly GoingRun[] | null
  /** Folder of the project that the app opens by itself, as at its start; null once it is open or could not be. */
  readonly opening: string | null
  readonly engine: { readonly up: boolean; readonly problem: Problem | null }
  readonly openPalette: (palette: boolean) => void
}

/** What floats over the screens. */
export const useUi = create<Ui>()((set) => ({
  palette: false,
  closing: null,
  opening: null,
  engine: { up: true, problem: null },
  openPalette: (palette) => set({ palette })
}))
