import { CommanderError } from 'commander'
import type { CliContext, Shell } from './context.ts'
import { exitCode, exitCodeOf, wordsFor } from './exit-codes.ts'
import { program } from '../program.ts'
import { isSaid } from '../../core/said/said.ts'
import { english } from '../../core/said/sentence.ts'

/** Runs one command line, without the program's name; gives the exit code and throws nothing. */
export async function runCli(argv: string[], context: CliContext): Promise<number> {
  let code: number = exitCode.done
  const shell: Shell = {
    ...context,
    finish: (next) => {
      code = next
    },
    print: (line) => context.stdout(`${harmless(english(line))}\n`),
    json: (value) => context.stdout(`${JSON.stringify(value, inWords)}\n`),
    say: (line) => context.stderr(`${harmless(english(line))}\n`),
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

/** What the program says is printed as a sentence. */
const inWords = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && isSaid(value) ? english(value) : value

/** Headlines, replies and names from outside must not steer the terminal that shows them. */
function harmless(text: string): string {
  return text.replace(/[^\P{Cc}\n]/gu, '')
}

/** What of the settings an error's words need; none of them where they are the error. */
function settingsOf(context: CliContext): { isDebugging: boolean; folder?: string } {
  try {
    const { log, dataFolder } = context.config()
    return { isDebugging: log === 'debug', folder: dataFolder }
  } catch {
    return { isDebugging: false }
  }
}
