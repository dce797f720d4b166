import type { LucideIcon } from 'lucide-react'

/** Any Lucide icon; the text beside it carries the meaning, so every icon is hidden from screen readers. */
export type Icon = LucideIcon
