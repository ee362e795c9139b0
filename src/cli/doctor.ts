import type { Command } from 'commander'
import { doctor } from '../services/newsroom/doctor/doctor.ts'
import type { Finding } from '../services/newsroom/doctor/finding.ts'
import { jsonFlag, withExamples } from './kit/arguments.ts'
import type { Shell } from './kit/context.ts'
import { exitCode } from './kit/exit-codes.ts'
import { withApp } from './kit/with-app.ts'
import { english } from '../core/said/sentence.ts'
import { hintOf } from './kit/hints.ts'

const marks: Record<Finding['state'], string> = { fine: 'ok', note: 'note', missing: 'MISSING' }

/** `doctor`: exit 78 if something is missing that sending to real readers needs. */
export function registerDoctor(program: Command, shell: Shell): void {
  const command = program
    .command('doctor')
    .description('report what is missing before e-mails can go to real readers, with the fix')
    .addOption(jsonFlag())
    .action(({ json }: { json?: boolean }) =>
      withApp(shell, async ({ context }) => {
        const findings = await doctor(context, shell.config())
        for (const finding of findings)
          if (json) shell.json(shown(finding))
          else for (const line of inWords(shown(finding))) shell.print(line)
        const missing = findings.filter((finding) => finding.state === 'missing').length
        shell.say(
          missing === 0 ? 'nothing is missing' : `${missing} missing before e-mails can go to real readers`,
        )
        if (missing > 0) shell.finish(exitCode.badConfig)
      }),
    )
  withExamples(command, 'daywire doctor', 'daywire doctor --json')
}

/** A finding in words, and how to fix it; `fix` is null if there is nothing to fix. */
export interface ShownFinding {
  about: string
  state: Finding['state']
  code: string
  message: string
  fix: string | null
}

function shown({ about, state, says }: Finding): ShownFinding {
  const { code } = says
  return { about: english(about), state, code, message: english(says), fix: hintOf(says) }
}

function inWords({ about, state, message, fix }: ShownFinding): string[] {
  return [
    `${marks[state].padEnd(8)}${about}: ${message}`,
    ...(fix === null ? [] : [`${' '.repeat(8)}→ ${fix}`]),
  ]
}
