import { CommanderError } from 'commander'
import type { CliContext, Shell } from './context.ts'
import { exitCode, exitCodeOf, wordsFor } from './exit-codes.ts'
import { program } from '../program.ts'
import { isSaid } from '../../core/said/said.ts'
import { english } from '../../core/said/sentence.ts'

/** Runs one command line, without the program's name; returns the exit code and never throws. */
export async function runCli(argv: string[], context: CliContext): Promise<number> {
  let code: number = exitCode.done
  const shell: Shell = {
    ...context,
    finish: (next) => {
      code = next
    },
    print: (line) => context.stdout(`${withoutControls(english(line))}\n`),
    json: (value) => context.stdout(`${JSON.stringify(value, inWords)}\n`),
    say: (line) => context.stderr(`${withoutControls(english(line))}\n`),
  }
  try {
    await (await program(shell, argv)).parseAsync(argv, { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.usage
    const { isDebugging, folder } = settingsOf(context)
    for (const line of wordsFor(error, isDebugging, folder)) shell.say(line)
    return exitCodeOf(error)
  }
}

/** Messages in JSON are printed as sentences. */
const inWords = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && isSaid(value) ? english(value) : value

/** Removes control characters, so that headlines, replies and names from outside cannot control the terminal. */
function withoutControls(text: string): string {
  return text.replace(/[^\P{Cc}\n]/gu, '')
}

/** The settings that the words of an error need; none if the settings are the error. */
function settingsOf(context: CliContext): { isDebugging: boolean; folder?: string } {
  try {
    const { log, dataFolder } = context.config()
    return { isDebugging: log === 'debug', folder: dataFolder }
  } catch {
    return { isDebugging: false }
  }
}
