import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { AppError } from '../../../core/errors.ts'
import {
  changeAddresses,
  type ChangedAddresses,
} from '../../../services/subscribers/managing/change-addresses.ts'
import { wholeSentence } from '../../../wording/wording.ts'
import { accountOf } from '../../desk/frame/account.ts'
import { oneText, readForm } from '../../kit/forms/forms.ts'
import type { WebContext } from '../../web-context.ts'
import type { Admin } from '../frame/admin.ts'

/** Bytes of a form that contains a list. */
const largestList = 4_000_000

const form = z.object({ list: oneText, partly: oneText, how: oneText.pipe(z.enum(['try', 'change'])) })

/** The results of a list, or why it was not read. */
interface Result {
  list: string
  partly: boolean
  fault: string
  changed: ChangedAddresses | null
  isTrial: boolean
}

const nothing: Result = { list: '', partly: false, fault: '', changed: null, isTrial: false }

/** Changes the addresses of many readers, by a list of old and new ones. */
export function registerAddresses(scope: FastifyInstance, { context }: WebContext, admin: Admin): void {
  const config = { permission: 'change-subscribers' }
  scope.get('/addresses', { config }, async (request, reply) => show(admin, request, reply, nothing))
  scope.post('/addresses', { config, bodyLimit: largestList }, async (request, reply) => {
    const sent = readForm(form, request.body)
    const list = sent.typed.list[0] ?? ''
    const partly = (sent.typed.partly[0] ?? '') !== ''
    if (!sent.ok)
      return show(admin, request, reply.code(422), {
        ...nothing,
        list,
        partly,
        fault: admin.say('not-saved'),
      })
    const isTrial = sent.value.how === 'try'
    try {
      const options = { dryRun: isTrial, partly }
      const changed = await changeAddresses(context, Buffer.from(list), options, accountOf(request).actor)
      const isDone = changed.written && changed.faults.length === 0
      if (!isTrial && !changed.written) void reply.code(422)
      return await show(admin, request, reply, {
        list: isDone ? '' : list,
        partly,
        fault: '',
        changed,
        isTrial,
      })
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'bad-input') throw error
      const fault = wholeSentence('en', error.says)
      return show(admin, request, reply.code(422), { ...nothing, list, partly, fault })
    }
  })
}

const mostFaults = 500

async function show(
  admin: Admin,
  request: FastifyRequest,
  reply: FastifyReply,
  { list, partly, fault, changed, isTrial }: Result,
): Promise<string> {
  const { say } = admin
  const digest = await admin.digestOf(request)
  const faults = changed?.faults ?? []
  return admin.show(
    request,
    reply,
    'addresses',
    { title: say('readers-addresses'), here: '/addresses', digest, ...(fault && { fault }) },
    {
      list,
      partly,
      fault,
      result: changed && {
        said: say(outcomeOf(changed, isTrial, partly), { count: changed.changed }),
        count: faults.length,
        faults: faults.slice(0, mostFaults).map(({ line, says }) => ({
          line: say('address-fault-line', { line }),
          says: wholeSentence('en', says),
        })),
      },
    },
  )
}

const outcomeOf = ({ written, faults }: ChangedAddresses, isTrial: boolean, partly: boolean): string => {
  if (written) return 'addresses-changed'
  return isTrial && (partly || faults.length === 0) ? 'addresses-would-change' : 'addresses-not-changed'
}
