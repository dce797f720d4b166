import { maskAddresses } from './address'
import { maskKeys } from './mask-keys'
import { maskOptions } from './mask-options'
import { maskForms } from './secret'

/**
 * The text with `instead` in the place of every secret that can be told by its form or by the name before it. A value ends with its
 * quote. Without quotes it goes on to the end of its line, or to where another name with the same sign begins: of `token=abc user=bob`
 * ` user=bob` stays, of `PASSWORD=abc def` nothing. In a query, behind an option, and of a token or a key behind a colon it is one word.
 */
export const maskText = (text: string, instead: string): string => maskKeys(maskOptions(maskAddresses(maskForms(text, instead), instead), instead), instead)
