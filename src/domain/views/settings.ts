/** backstep.yaml as text, with what is wrong in it. */
export interface TextProblem { readonly line: number; readonly column: number; readonly message: string; readonly severity: 'error' | 'warning'; /** Text to put in place of the key, when there is a near one. */ readonly correct: { readonly from: string; readonly to: string } | null }

export interface SettingsText { readonly path: string; readonly text: string; readonly digest: string; readonly exists: boolean; readonly problems: readonly TextProblem[] }
