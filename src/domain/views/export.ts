/** What can be exported, and what comes of it. */
import type { RollbackRequest } from '../plan'

export type ExportWhat =
  /** The records that a filter leaves. */
  | { readonly kind: 'history'; readonly text: string; readonly environment: string | null }
  /** The plan with this hash as it was shown; made anew when it is not at hand. Null: whatever the request leads to now. */
  | { readonly kind: 'plan'; readonly request: RollbackRequest; readonly planHash: string | null }
  | { readonly kind: 'result'; readonly runId: string }
  /** The newest record, to be kept where others cannot write. */
  | { readonly kind: 'head' }

export type ExportFormat = 'csv' | 'json' | 'html' | 'pdf' | 'markdown'

/** A file to be; for `pdf` the content is the HTML to print. */
export interface ExportFile { readonly name: string; readonly content: string }
