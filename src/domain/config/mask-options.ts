/** Secrets on the command lines of well-known programs whose options do not name them. */

const PROGRAMS = /curl|wget|sshpass|mongo|mysql|mariadb|docker|podman/
const VALUE = String.raw`((?:[^\s"'\\]|\\[^\s"'nr])+)`
const USER = new RegExp(String.raw`((?:^|[\s"'])(?:-u|-U|--user|--proxy-user)[ \t=]{0,9}["']?[^\s:"'\\]{0,200}:)${VALUE}`, 'g')
// The value right behind the option.
const KNOWN = [
  String.raw`(\b(?:sshpass|mongo\w{0,9}|(?:docker|podman) login)\b[^\n;|&]{0,500}?\s-p=?)(?!\d{1,5}(?:\s|$))`,
  String.raw`(\b(?:mysql|mariadb)\w{0,9}\b[^\n;|&]{0,500}?\s-p)(?!ort|lugin|rotocol|ipe|rint)`
].map((before) => new RegExp(before + VALUE, 'g'))
// Apart from it, in quotes or not.
const TAKE = new Map([['-N', /\bssh-keygen\b[^\n;|&]*$/], ['-P', /\bssh-keygen\b[^\n;|&]*$/], ['-p', /\b(?:sshpass|mongo\w{0,9}|(?:docker|podman) login)\b[^\n;|&]*$/], ['-a', /\bredis-cli\b[^\n;|&]*$/]])

/** Does a program that was named before take a secret with this option? A port behind `-p` is none. */
export const takesSecret = (before: string, option: string, behind: string): boolean =>
  (TAKE.get(option)?.test(before) ?? false) && !(option === '-p' && /^\d{1,5}(?:\s|$)/.test(behind))

export function maskOptions(text: string, instead: string): string {
  if (!PROGRAMS.test(text)) return text
  const users = /curl|wget/.test(text) ? text.replace(USER, `$1${instead}`) : text
  return KNOWN.reduce((masked, form) => masked.replace(form, `$1${instead}`), users)
}

/** The arguments of a program, each masked by itself and as what its option takes. */
export function maskArguments(argv: readonly string[], mask: (text: string) => string, instead: string): readonly string[] {
  // `docker login` is told from other commands by its second word.
  const called = [argv[0]?.split('/').at(-1) ?? '', ...argv.slice(1, 2).filter((word) => /^[a-z]+$/.test(word))].join(' ')
  return argv.map((argument, at) => {
    const alone = mask(argument)
    const before = argv[at - 1] ?? ''
    if (at < 2 || !before.startsWith('-') || before.includes('=')) return alone
    const start = `${called} ${before} `
    return mask(`${start}${argument}`) === `${mask(start.trimEnd())} ${alone}` ? alone : instead
  })
}
