import type { Command } from 'commander'
import { commandActor } from '../../core/entities/actor.ts'
import { AppError } from '../../core/errors.ts'
import { withdrawStory } from '../../services/editions/stopping/withdraw-story.ts'
import { findStory } from '../../services/editions/viewing/stories/explain-story.ts'
import { withExamples } from '../kit/arguments.ts'
import type { Shell } from '../kit/context.ts'
import { counted } from '../kit/counted.ts'
import { withApp } from '../kit/with-app.ts'
import { text } from '../../core/said/said.ts'

/** `editions withdraw`: removes a story from web pages and from every e-mail that is not yet being sent. */
export function registerWithdraw(group: Command, shell: Shell): void {
  const command = group
    .command('withdraw')
    .description(
      'withdraw a story: it is left out of e-mails that have not been sent, and web pages say that it was withdrawn',
    )
    .argument('<story>', 'its number, or words of its headline')
    .requiredOption('--reason <text>', 'why, kept with every edition that is sent without it')
    .action((wanted: string, { reason }: { reason: string }) =>
      withApp(shell, async ({ context }) => {
        const { id, headline } = await findStory(context, wanted)
        const withdrawn = await withdrawStory(context, { storyId: id, reason }, commandActor)
        if (!withdrawn.ok)
          throw new AppError('conflict', text(`“${headline}” is withdrawn already; nothing was changed`))
        shell.say(
          `“${headline}” is withdrawn: ${counted(withdrawn.leaving, 'edition')} without it from now on, ${counted(withdrawn.pieces, 'part')} of web pages changed`,
        )
        shell.say('e-mails that were already being sent contain it; the next edition can carry a correction')
      }),
    )
  withExamples(command, 'daywire editions withdraw "enrichment hall" --reason "the report was false"')
}
