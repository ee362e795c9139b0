import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { doneIn } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import type { Admin } from '../frame/admin.ts'
import type { WrittenChoices } from '../../../services/subscribers/read-choices.ts'
import { idOf, openReader, type ReaderParams } from './open-reader.ts'
import { choicesFormView } from './reader-view.ts'

/** The forms of a reader's page, of which one is open at a time. */
const readerForms = ['choices', 'pause', 'stop', 'resubscribe', 'address', 'tag', 'note'] as const
export type ReaderForm = (typeof readerForms)[number]

/** Codes of what was done, for the page's notice. */
export const readerDone = [
  'choices',
  'pause',
  'stop',
  'resubscribe',
  'address',
  'tag',
  'note',
  'untag',
  'unnote',
  'link',
  'undo',
  'again',
  'added',
] as const

/** What was sent with a form, and what is wrong with it. */
export interface SentForm {
  form: ReaderForm | ''
  fault: string
  /** The text of a form with one field. */
  typed: string
  choices: WrittenChoices | null
}

const nothingSent: SentForm = { form: '', fault: '', typed: '', choices: null }

/** One reader: the whole history, and what can be done. */
export function registerReader(scope: FastifyInstance, site: WebContext, admin: Admin): void {
  scope.get<ReaderParams>('/:id', { config: { permission: 'view-readers' } }, async (request, reply) => {
    const { open } = request.query as { open?: unknown }
    const form = readerForms.find((one) => one === open) ?? ''
    return showReaderPage(site, admin, request, reply, { ...nothingSent, form })
  })
}

/** Answers with the page of a reader; a refused form is shown as it was sent. */
export async function showReaderPage(
  site: WebContext,
  admin: Admin,
  request: FastifyRequest<ReaderParams>,
  reply: FastifyReply,
  sent: SentForm,
): Promise<string> {
  const { shown, choices, view, mayChange } = await openReader(site, admin, request, idOf(request.params.id))
  const done = doneIn(request.query, readerDone)
  const { say } = admin
  const until = site.context.clock.now().toZonedDateTimeISO(shown.digest.schedule.timeZone).toPlainDate()
  return admin.show(
    request,
    reply,
    'reader',
    {
      title: view.email,
      here: 'reader',
      digest: shown.digest,
      ...(done && { notice: say(`reader-done-${done}`) }),
      ...(sent.fault && { fault: sent.fault }),
    },
    {
      reader: view,
      mayUndo: mayChange,
      nameLevel: 1,
      level: 2,
      form: mayChange ? sent.form : '',
      fault: sent.fault,
      typed: sent.typed,
      earliest: until.add({ days: 1 }).toString(),
      tags: choices.tags.map(({ name }) => name),
      choices: choicesFormView(admin, shown, choices, sent.choices),
    },
  )
}
