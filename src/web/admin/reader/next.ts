import type { FastifyInstance } from 'fastify'
import { english } from '../../../core/said/sentence.ts'
import { openPreparedEditions } from '../../../services/editions/viewing/preview/prepared-editions.ts'
import { openWaitingEditions } from '../../../services/editions/viewing/preview/waiting-editions.ts'
import { listTopics } from '../../../services/newsroom/list-topics.ts'
import type { MailedStory } from '../../../services/sending/delivery/explain-delivery.ts'
import { nextMail } from '../../../services/subscribers/readers/next-mail.ts'
import { nextStories } from '../../../services/subscribers/readers/next-stories.ts'
import { showReader } from '../../../services/subscribers/readers/show-reader.ts'
import { wholeSentence } from '../../../wording/wording.ts'
import { accountOf } from '../../desk/frame/account.ts'
import type { WebContext } from '../../web-context.ts'
import { withDigest, type Admin } from '../frame/admin.ts'
import { idOf, type ReaderParams } from './open-reader.ts'
import { nextView } from './reader-view.ts'

/** The next e-mail of one reader as of now: the number of stories, their titles, and why they were chosen. */
export function registerNextMail(scope: FastifyInstance, { context }: WebContext, admin: Admin): void {
  const looks = { prepared: openPreparedEditions(context), waiting: openWaitingEditions(context) }
  const { say, at } = admin
  const config = { permission: 'view-readers' }
  scope.get<ReaderParams>('/:id/next', { config }, async (request, reply) => {
    const { actor } = accountOf(request)
    const shown = await showReader(context, actor, idOf(request.params.id))
    const { digest, subscription } = shown
    const next = await nextMail(context, actor, digest, subscription)
    const isDue = next !== null && subscription.status === 'active'
    const found = isDue ? await nextStories(context, looks, actor, shown, next) : null
    const topics = new Map((await listTopics(context, 'en')).map(({ id, name }) => [id, name]))
    return admin.show(
      request,
      reply,
      'next',
      { title: say('next-mail'), here: 'reader', digest },
      {
        email: subscription.email,
        back: withDigest(at(`/${subscription.id}`), digest),
        next: nextView(admin, next, subscription.timeZone ?? digest.schedule.timeZone, shown),
        notMade: isDue && next.edition === null ? say('next-not-made') : '',
        none: found && !found.ok ? wholeSentence('en', found) : '',
        count: found?.ok ? say('stories-in-mail', { count: found.stories.length }) : '',
        stories: found?.ok ? found.stories.map((story) => storyView(say, story, topics)) : [],
      },
    )
  })
}

/** A story of an e-mail, and why it is included. */
export const storyView = (
  say: Admin['say'],
  { headline, form, topic, reasons }: MailedStory,
  topics: ReadonlyMap<string, string>,
) => ({
  headline,
  shape: say(`mailed-as-${form}`),
  topic: topic === null ? '' : (topics.get(topic) ?? topic),
  reasons: reasons.map((one) => english(one)).join('; '),
})
