import type { Problem } from '../domain/problem'
import type { CallName, Input, Result, inputs } from '../ipc/contract'

/** The input of a call as the contract has it, or the problem that says what about it is wrong. Never repeats a value. */
export function checkedInput<K extends CallName>(schemas: typeof inputs, name: K, input: unknown): Result<Input<K>> {
  const parsed = schemas[name].safeParse(input)
  if (parsed.success) return { ok: true, value: parsed.data as Input<K> }
  const issues = parsed.error.issues.map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`))
  return { ok: false, problem: badInput(name, issues) }
}

const badInput = (name: CallName, issues: readonly string[]): Problem => ({
  code: 'bad-input',
  message: `The call ${name} was refused: ${issues.join('; ')}.`,
  next: 'Nothing was changed. Please report this with the application log.'
})
