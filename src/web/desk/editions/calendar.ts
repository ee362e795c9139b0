import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { CalendarDay, Digest } from '../../../core/entities/newsroom.ts'
import { AppError } from '../../../core/errors.ts'
import { clearDay, setDay } from '../../../services/editions/composing/calendar.ts'
import { viewableDigest } from '../../../services/newsroom/viewable-digests.ts'
import { oneText, readForm } from '../../kit/forms/forms.ts'
import { seeOther } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import { accountOf } from '../frame/account.ts'
import type { Desk } from '../frame/frame.ts'
import { sentence } from '../../../wording/wording.ts'
import { shortDate } from '../frame/times.ts'
import { saidOf, said } from '../../../core/said/said.ts'

type Params = { Params: { key: string } }
type Field = 'date' | 'how' | 'reason' | 'to' | 'hour'

const isDate = (text: string): boolean => {
  try {
    return Temporal.PlainDate.from(text).toString() === text
  } catch {
    return false
  }
}

const formOf = (say: Desk['say']) =>
  z.object({
    date: oneText.check(z.refine(isDate, say('fault-date'))),
    how: oneText.pipe(z.enum(['skip', 'move'])),
    reason: oneText.check(z.minLength(1, say('fault-reason')), z.maxLength(200, say('fault-long'))),
    to: oneText.check(z.refine((text) => text === '' || isDate(text), say('fault-date'))),
    hour: oneText.check(z.refine((text) => /^(|([01]\d|2[0-3]):[0-5]\d)$/.test(text), say('fault-hour'))),
  })

/** Skips a day of a digest, moves its edition, or reverts the day to the weekly schedule. */
export function registerCalendar(scope: FastifyInstance, { context }: WebContext, desk: Desk): void {
  const config = { permission: 'change-calendar' }
  const digestOf = (request: FastifyRequest<Params>): Promise<Digest> =>
    viewableDigest(context, accountOf(request).actor, request.params.key)

  scope.get<Params>('/editions/:key/calendar', { config }, async (request, reply) => {
    const date = String((request.query as { date?: unknown }).date)
    if (!isDate(date)) throw new AppError('not-found', said('day-invalid'))
    return show(desk, request, reply, await digestOf(request), date, {}, { reason: '', to: '', hour: '' })
  })

  scope.post<Params>('/editions/:key/calendar', { config }, async (request, reply) => {
    const digest = await digestOf(request)
    const form = readForm(formOf(desk.say), request.body)
    const [date = '', reason = '', to = '', hour = ''] = (['date', 'reason', 'to', 'hour'] as const).map(
      (name) => form.typed[name][0] ?? '',
    )
    const again = (faults: Partial<Record<Field, string>>, status: 409 | 422 = 422) =>
      show(desk, request, reply.code(status), digest, date, faults, { reason, to, hour })
    if (!form.ok)
      return form.faults.date
        ? Promise.reject(new AppError('not-found', said('day-invalid')))
        : again(form.faults)
    const { how } = form.value
    if (how === 'move' && to === '' && hour === '') return again({ to: desk.say('fault-move') })
    const day: CalendarDay =
      how === 'skip'
        ? { date, to: null, hour: null, reason }
        : { date, to: to || date, hour: hour || null, reason }
    const set = await setDay(context, digest, day, accountOf(request).actor)
    if (!set.ok)
      return again({ [how === 'skip' ? 'reason' : 'to']: sentence('en', set) }, set.isConflict ? 409 : 422)
    return seeOther(reply, desk.at(`editions/${digest.key}`), how === 'skip' ? 'skipped' : 'moved')
  })

  scope.post<Params>('/editions/:key/calendar/undo', { config }, async (request, reply) => {
    const digest = await digestOf(request)
    const form = readForm(z.object({ date: oneText }), request.body)
    const cleared = form.ok && (await clearDay(context, digest, form.value.date, accountOf(request).actor))
    if (cleared && !cleared.ok) throw new AppError('conflict', saidOf(cleared))
    return seeOther(reply, desk.at(`editions/${digest.key}`), 'cleared')
  })
}

function show(
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  digest: Digest,
  date: string,
  faults: Partial<Record<Field, string>>,
  typed: { reason: string; to: string; hour: string },
): Promise<string> {
  const day = shortDate(Temporal.PlainDate.from(date))
  const title = desk.say('change-day-title', { day })
  const hasFault = Object.keys(faults).length > 0
  const { hour, timeZone: zone } = digest.schedule
  return desk.show(
    request,
    reply,
    'calendar',
    { title, place: 'editions', ...(hasFault && { fault: desk.say('not-saved') }) },
    {
      digest: { name: digest.name, hour, zone },
      day,
      date,
      action: desk.at(`editions/${digest.key}/calendar`),
      back: desk.at(`editions/${digest.key}`),
      typed,
      faults: { reason: '', to: '', hour: '', ...faults },
    },
  )
}
