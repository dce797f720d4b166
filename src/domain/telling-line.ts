/** Which of the last lines of a program that ended says why. */

/** `TypeError: …`, `error TS2304`, `fatal: …`, `panic: …` */
const NAMED = /(?:Error|Exception)\b|\b(?:error|fatal|panic|panicked)\b/i
/** `EADDRINUSE`. */
const CODE = /\bE[A-Z]{3,}\b/
/** What is printed around an error: its stack, a mark below a line of code, the keys of an object, how it came about, and what ran the program. */
const AROUND = /^\s*(?:at\s|File ".*", line \d|\^|code: |errno: |syscall: |Emitted 'error' event|throw\b|Node\.js v\d)/

/** The last line that names an error, else the last that is not empty; null when there is none. */
export function tellingLine(lines: readonly string[]): string | null {
  const said = lines.filter((line) => line.trim() !== '')
  const telling = said.findLast((line) => !AROUND.test(line) && (NAMED.test(line) || CODE.test(line)))
  return (telling ?? said.at(-1))?.trim() ?? null
}
