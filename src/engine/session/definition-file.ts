/** backstep.yaml as a file: read, checked, and saved only when it is still what was read. */
import type { z } from 'zod'
import { sha256Hex } from '../../domain/canonical'
import type { ProjectDefinition } from '../../domain/definition'
import { fail, type Problem } from '../../domain/problem'
import { parseProject } from '../../domain/project'
import type { SettingsText, TextProblem } from '../../domain/views'
import { decodeUtf8, invalidUtf8At } from '../../domain/utf8'
import { requireOrdinary } from '../files/ordinary'
import type { Files } from '../files/files'
import { whileLocked } from '../lock/os-lock'

const LOCK_WAIT = 10_000

interface Schemas {
  readonly runtimes: readonly { readonly kind: string; readonly settings: z.ZodType }[]
  readonly databases: readonly { readonly kind: string; readonly settings: z.ZodType }[]
}
export interface DefinitionFile {
  /** What the file holds; an absent file is an empty text. Never throws for what is in it; `not-a-file` where it is a pipe or a device. */
  read(): Promise<SettingsText & { readonly definition: ProjectDefinition | null }>
  /** The definition, or an error with the first place that is wrong. */
  require(): Promise<ProjectDefinition>
  check(text: string): readonly TextProblem[]
  /** Refused when the file is not the one with `baseDigest` any more, or the text has errors. */
  save(text: string, baseDigest: string): Promise<SettingsText>
}

/** `lockFile` is held for the moment of saving. */
export function createDefinitionFile(path: string, files: Files, schemas: Schemas, lockFile: string): DefinitionFile {
  let last: { digest: string; answer: SettingsText & { definition: ProjectDefinition | null } } | null = null
  const read: DefinitionFile['read'] = async () => {
    requireOrdinary(path)
    const bytes = await files.read(path)
    const text = bytes === null ? '' : (decodeUtf8(bytes) ?? bytes.toString('utf8'))
    const digest = bytes === null ? '' : sha256Hex(bytes)
    if (last?.digest === digest) return last.answer
    const wrong = bytes === null ? -1 : invalidUtf8At(bytes)
    const parsed = bytes === null ? { definition: null, problems: [] } : wrong === -1 ? parseProject(text, schemas, path) : { definition: null, problems: [notUtf8(bytes, wrong)] }
    last = { digest, answer: { path, text, digest, exists: bytes !== null, problems: parsed.problems, definition: parsed.definition } }
    return last.answer
  }
  const check = (text: string): readonly TextProblem[] => parseProject(text, schemas, path).problems
  return {
    read,
    check,
    async require() {
      const { definition, problems, exists } = await read()
      const first = problems.find((problem) => problem.severity === 'error')
      if (!exists) throw fail('definition-missing', `${path} does not exist, so nothing says what the environments consist of. Nothing was changed.`, 'Run `backstep init` to write a first one.', { place: { file: path } })
      if (first) throw fail('definition-invalid', `${path}, line ${first.line}: ${first.message} Nothing was changed.`, 'Correct the line, in the Settings or in an editor.', { place: { file: path, line: first.line, column: first.column } })
      if (!definition) throw fail('definition-invalid', `${path} could not be read. Nothing was changed.`, 'Correct the file.', { place: { file: path } })
      return definition
    },
    async save(text, baseDigest) {
      const errors = check(text).filter((problem) => problem.severity === 'error')
      if (errors[0]) throw fail('definition-invalid', `Line ${errors[0].line}: ${errors[0].message} Nothing was saved.`, 'Correct it first.', { place: { file: path, line: errors[0].line, column: errors[0].column } })
      return whileLocked(lockFile, LOCK_WAIT, () => fail('project-busy', `${path} is being saved by another program. Nothing was saved.`, 'Try again.', { place: { file: path } }), () => replace(text, baseDigest))
    }
  }

  /** What was compared is what is replaced: the lock is held. */
  async function replace(text: string, baseDigest: string): Promise<SettingsText> {
    const now = await files.read(path)
    if (now !== null && invalidUtf8At(now) !== -1) throw fail('definition-invalid', `${path} is not UTF-8, so this window cannot show all of it. Nothing was saved.`, 'Save it as UTF-8 in an editor first.', { place: { file: path } })
    if ((await read()).digest !== baseDigest) throw fail('definition-changed', `${path} was changed by another program meanwhile. Nothing was saved.`, 'Look at what changed, then save again.', { place: { file: path } })
    await files.write(path, text)
    return read()
  }
}

/** What is wrong with backstep.yaml, as a screen says it of the project. */
export const definitionProblem = (path: string, { line, column, message }: TextProblem): Problem =>
  ({ code: 'definition-invalid', message: `backstep.yaml, line ${line}: ${message}`, next: 'Correct the line, in the Settings or in an editor.', place: { file: path, line, column } })

export const DEFINITION_MISSING: Problem =
  { code: 'definition-missing', message: 'There is no backstep.yaml yet, so nothing says what the environments consist of.', next: 'Write a first one in Settings, or run `backstep init`.' }

function notUtf8(bytes: Buffer, at: number): TextProblem {
  const line = bytes.subarray(0, at).toString('latin1').split('\n').length
  return { line, column: 1, message: `Byte ${at} is not UTF-8, so this file cannot be read as text. Save it as UTF-8 in an editor.`, severity: 'error', correct: null, path: [] }
}
