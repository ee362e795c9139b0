import type { Command } from 'commander'
import { doctor } from '../services/newsroom/doctor.ts'
import type { Finding } from '../services/newsroom/finding.ts'
import { jsonFlag, withExamples } from './kit/arguments.ts'
import type { Shell } from './kit/context.ts'
import { exitCode } from './kit/exit-codes.ts'
import { withApp } from './kit/with-app.ts'

const marks: Record<Finding['state'], string> = { fine: 'ok', note: 'note', missing: 'MISSING' }

/** `doctor`: exit 78 while something is missing that real sending needs. */
export function registerDoctor(program: Command, shell: Shell): void {
  const command = program
    .command('doctor')
    .description('say what is missing before real readers can be mailed, with the fix')
    .addOption(jsonFlag())
    .action(({ json }: { json?: boolean }) =>
      withApp(shell, async ({ context }) => {
        const findings = await doctor(context, shell.config())
        for (const finding of findings)
          if (json) shell.json(finding)
          else for (const line of inWords(finding)) shell.print(line)
        const missing = findings.filter((finding) => finding.state === 'missing').length
        shell.say(
          missing === 0 ? 'nothing is missing' : `${missing} missing before real readers can be mailed`,
        )
        if (missing > 0) shell.finish(exitCode.badConfig)
      }),
    )
  withExamples(command, 'daywire doctor', 'daywire doctor --json')
}

function inWords({ about, state, message, fix }: Finding): string[] {
  return [
    `${marks[state].padEnd(8)}${about}: ${message}`,
    ...(fix === null ? [] : [`${' '.repeat(8)}→ ${fix}`]),
  ]
}
