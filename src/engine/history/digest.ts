import { hash } from 'node:crypto'

/** The platform's own SHA-256, for histories of many years. */
export const digest = (text: string): string => hash('sha256', text)
