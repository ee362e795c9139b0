import { Option, type Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import {
  settleMassFailure,
  type MassFailureDecision,
} from '../../services/feedback/judging/settle-mass-failure.ts'
import { withExamples } from '../kit/arguments.ts'
import { counted } from '../kit/counted.ts'
import type { Shell } from '../kit/context.ts'
import { withApp } from '../kit/with-app.ts'

/** `bounces settle`: records a person's decision about many failures at one domain. */
export function registerSettle(group: Command, shell: Shell): void {
  const command = group
    .command('settle')
    .description('decide about the addresses at a domain that were all reported as gone at once')
    .argument('<domain>', 'the domain')
    .addOption(
      new Option('--decision <decision>', 'suppress: they are gone; drop: the server was broken, keep them')
        .choices(['suppress', 'drop'])
        .makeOptionMandatory(),
    )
    .action((domain: string, { decision }: { decision: MassFailureDecision }) =>
      withApp(shell, async ({ context }) => {
        const count = await settleMassFailure(context, { domain, decision }, commandActor)
        const what = decision === 'suppress' ? 'suppressed' : 'kept'
        shell.say(
          count === 0
            ? `no address at ${domain} is waiting for a decision`
            : `${counted(count, 'address', 'addresses')} ${what}`,
        )
      }),
    )
  withExamples(command, 'daywire bounces settle broken.example --decision drop')
}
