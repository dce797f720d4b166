/** Which key signs the history, and whose signatures the project knows. */
import { plural, stripControl } from '../../domain/text'
import type { IdentityView } from '../../domain/views'
import { problemLines } from './problem'
import type { Paint } from './style'

export function identityLines(view: IdentityView, paint: Paint): readonly string[] {
  const { keyFile, variable, settingsFile, key, problem, line } = view
  const where = variable === null ? `from ${stripControl(settingsFile)}` : `from ${variable}`
  return [
    ...(problem ? problemLines(problem, paint) : key
      ? [`${paint('✓', 'ok')} The history is signed with ${stripControl(keyFile ?? '')}${key.agent ? ', by the ssh agent' : ''}`, `  ${key.fingerprint}, ${where}`]
      : ['No key is chosen: history records are not signed.', `  Choose one with \`backstep identity --key ~/.ssh/id_ed25519\`.${variable === null ? '' : ` ${variable} is set, and empty.`}`]),
    ...projectLines(view, paint),
    ...(line !== null && view.project && view.project.listedAs === null ? ['', 'The line that lists this key, with your name in place of you@example.org:', `  ${line}`] : [])
  ]
}

function projectLines({ project, key }: IdentityView, paint: Paint): readonly string[] {
  if (project === null) return []
  const { allowedSigners, signers, listedAs, problem } = project
  if (problem) return problemLines(problem, paint)
  if (allowedSigners === null) return ['  The project lists no signers: name a file as history.allowedSigners in backstep.yaml.']
  const listed = key === null ? '' : listedAs === null ? `; ${paint('this key is not among them', 'warning')}` : `; this key is ${stripControl(listedAs)}`
  return [`  ${stripControl(allowedSigners)} lists ${plural(signers.length, 'signer', 'signers')}${listed}`]
}
