/** The commands and what they have in common; reading arguments never touches anything. */
import { Command, CommanderError, Help, type Option } from 'commander'
import { problemOf, type Problem } from '../domain/problem'
import type { Adding, Work } from './adding'
import { answer, createCli, type Cli, type CommonOptions } from './cli'
import { commands } from './commands'
import { EXIT, exitOf, type ExitCode } from './exit'
import { MAIN_HELP } from './print/help'
import { jsonText } from '../domain/document'
import { problemLines } from './print/problem'
import { maskedProblem } from '../engine/masked-problems'
import { version } from '../engine/version'
import { pageLines } from './print/width'
import { columnsOf, type Terminal } from './terminal'

/** Runs one command line; answers its exit code. */
export async function main(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const json = argv.includes('--json')
  let code: ExitCode = EXIT.done
  const program = createProgram(terminal, json, (answered) => { code = answered })
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return code
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return EXIT.done
    if (json) terminal.stdout.write(jsonText({ problem: usageProblem(error) }))
    return EXIT.usage
  }
}

const WIDEST_HELP = 100

function createProgram(terminal: Terminal, json: boolean, finish: (code: ExitCode) => void): Command {
  const helpWidth = Math.min(WIDEST_HELP, columnsOf(json ? terminal.stderr : terminal.stdout, terminal.env))
  const program = new Command('backstep')
  program
    .description('Guided deployment rollbacks: see what runs, compare, check, roll back, and keep the evidence.')
    .version(version, '-V, --version', 'print the version')
    .exitOverride()
    // Options of the program stand before the command or are the command's own, so that `record --version` is not ours.
    .enablePositionalOptions()
    .configureOutput({ writeOut: (text) => (json ? terminal.stderr : terminal.stdout).write(text.split('\n').flatMap((line) => pageLines(line, helpWidth)).join('\n')), writeErr: (text) => terminal.stderr.write(text) })
    .configureHelp({ helpWidth, showGlobalOptions: true, visibleGlobalOptions })
    .showHelpAfterError('Run with --help to see what there is.')
    .option('--project <dir>', 'the project (default: the nearest folder upwards with backstep.yaml or .deployments)')
    .option('--json', 'print one JSON document on standard output and nothing else there')
    .option('-v, --verbose', 'show every command and what it prints')
    .addHelpText('after', MAIN_HELP)
  const adding: Adding = { program, run: (work) => (...values) => perform(work, values, terminal, finish) }
  for (const add of commands) add(adding)
  for (const command of program.commands) inherit(command)
  return program
}

/** Without `--version` beside a command's own, which is another. */
function visibleGlobalOptions(this: Help, command: Command): Option[] {
  const own = new Set(command.options.filter(({ hidden }) => !hidden).map(({ long }) => long))
  return Help.prototype.visibleGlobalOptions.call(this, command).filter(({ long }) => !own.has(long))
}

/** The common options may stand after the command's name as well. */
function inherit(command: Command): void {
  command.option('--project <dir>').option('--json').option('-v, --verbose')
  for (const option of command.options.slice(-3)) option.hideHelp()
  for (const child of command.commands) inherit(child)
}

async function perform<Options>(work: Work<Options>, values: readonly unknown[], terminal: Terminal, finish: (code: ExitCode) => void): Promise<void> {
  const command = values.at(-1) as Command
  const options = command.optsWithGlobals<Options & CommonOptions>()
  const cli = createCli(terminal, options)
  try {
    const answered = await work(cli, options, command.processedArgs.flat().filter((value): value is string => typeof value === 'string'))
    cli.print(answered)
    finish(answered.code)
    await cli.close()
  } catch (error) {
    finish(tell(cli, maskedProblem(problemOf(error), (text) => terminal.secrets?.maskValues(text) ?? text)))
    await cli.close()
  }
}

function tell(cli: Cli, problem: Problem): ExitCode {
  if (cli.json) cli.print(answer({ problem }, []))
  cli.say(...problemLines(problem, cli.paintMessage))
  return exitOf(problem.code)
}

const usageProblem = (error: CommanderError): Problem => ({ code: 'usage', message: error.message.replace(/^error: /, ''), next: 'Run with --help to see what there is.' })
