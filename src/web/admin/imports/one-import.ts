import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Import } from '../../../core/entities/imports/import.ts'
import { allReaders } from '../../../core/entities/readers/reader-filter.ts'
import type { ReaderFlag } from '../../../core/entities/readers/reader-flag.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import { AppError } from '../../../core/errors.ts'
import { may } from '../../../core/permissions.ts'
import { inspectList, type InspectedList } from '../../../services/imports/starting/inspect-list.ts'
import { countReaders } from '../../../services/subscribers/readers/list-readers.ts'
import { undoUntil } from '../../../services/imports/undoing/undo-import.ts'
import type { ImportPlan } from '../../../services/imports/starting/set-up-import.ts'
import { isWarmUpAdvisable } from '../../../services/sending/warm-up/suggest-warm-up.ts'
import { wholeSentence } from '../../../wording/wording.ts'
import { accountOf } from '../../desk/frame/account.ts'
import { moment } from '../../desk/frame/times.ts'
import { doneIn } from '../../kit/redirect.ts'
import type { WebContext } from '../../web-context.ts'
import { withDigest, type Admin } from '../frame/admin.ts'
import { countsView } from './counts-view.ts'
import { foundImport } from './found-import.ts'
import { listedAs } from './listed-as.ts'
import { firstPlan, planView } from './plan-form.ts'
import { progressView } from './progress-view.ts'

/** Notices that are shown once; the page itself shows the progress of everything else. */
const done = ['uploaded', 'cancel'] as const

/** One import: its columns, its progress and its results. */
export function registerOneImport(scope: FastifyInstance, site: WebContext, admin: Admin): void {
  const config = { permission: 'view-readers' }
  const page = async (request: FastifyRequest, reply: FastifyReply) => {
    const { one, digest } = await foundImport(site, request)
    const asksAgain = 'again' in (request.query as object) && one.state === 'checked'
    const mayChange = may(accountOf(request).actor, 'change-subscribers', digest.id)
    if (mayChange && (one.state === 'received' || asksAgain))
      return showPlan(site, admin, request, reply, { one, digest })
    return showImport(site, admin, request, reply, { one, digest })
  }
  scope.get('/imports/:id', { config }, page)
  // Requested by the page's script while something is being done.
  scope.get('/imports/:id/now', { config: { ...config, isByPage: true } }, page)
}

interface Found {
  one: Import
  digest: Digest
}

/** The form in which an admin says what the columns of a list are, and what to do with its rows. */
export async function showPlan(
  site: WebContext,
  admin: Admin,
  request: FastifyRequest,
  reply: FastifyReply,
  {
    one,
    digest,
    plan,
    fault,
    proofFault,
  }: Found & { plan?: ImportPlan; fault?: string; proofFault?: string },
): Promise<string> {
  const { sheet, again } = request.query as { sheet?: unknown; again?: unknown }
  const wanted = plan?.sheet ?? (typeof sheet === 'string' && sheet !== '' ? sheet : null)
  const looked = await look(site, one, request, wanted)
  if (!looked.ok) return showBroken(site, admin, request, reply, { one, digest }, looked.fault)
  const { say } = admin
  const view = planView(say, plan ?? firstPlan(one, looked.into), looked.into)
  const { facts } = looked.into
  return admin.show(
    request,
    reply,
    'import-plan',
    {
      ...placeOf(admin, one, digest),
      ...noticeOf(admin, request),
      ...((fault ?? proofFault) && { fault: say('not-saved') }),
    },
    {
      ...view,
      fault: fault ?? '',
      proofFault: proofFault ?? '',
      fileName: one.fileName,
      listedAs: listedAs(say, facts),
      caution: facts.caution && wholeSentence('en', facts.caution),
      here: admin.at(`/imports/${one.id}`),
      digestKey: digest.key,
      isAgain: again !== undefined,
      post: withDigest(admin.at(`/imports/${one.id}/plan`), digest),
      cancel: withDigest(admin.at(`/imports/${one.id}/cancel`), digest),
      digest: digest.name,
    },
  )
}

async function look(
  { context }: WebContext,
  one: Import,
  request: FastifyRequest,
  sheet: string | null,
): Promise<{ ok: true; into: InspectedList } | { ok: false; fault: string }> {
  try {
    const into = await inspectList(context, one, accountOf(request).actor, sheet)
    return into.ok ? { ok: true, into } : { ok: false, fault: wholeSentence('en', into) }
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'bad-input') throw error
    return { ok: false, fault: wholeSentence('en', error.says) }
  }
}

const showBroken = (
  site: WebContext,
  admin: Admin,
  request: FastifyRequest,
  reply: FastifyReply,
  found: Found,
  why: string,
): Promise<string> => showImport(site, admin, request, reply, found, why)

/** The results of an import, or those expected, and its possible actions. */
export async function showImport(
  { context }: WebContext,
  admin: Admin,
  request: FastifyRequest,
  reply: FastifyReply,
  { one, digest, numberFault = '' }: Found & { numberFault?: string },
  why = one.fault === null ? '' : wholeSentence('en', one.fault),
): Promise<string> {
  const { say } = admin
  const now = context.clock.now()
  const isDone = one.state === 'done' || one.state === 'over'
  const flagged = async (flag: ReaderFlag): Promise<number> => {
    if (!isDone) return 0
    const filter = { ...allReaders(digest.id), flag, importId: one.id }
    return (await countReaders(context, accountOf(request).actor, filter)).count
  }
  const typos = await flagged('typo')
  const noMail = await flagged('no-mail')
  const until = undoUntil(one)
  const path = (below: string) => withDigest(admin.at(`/imports/${one.id}${below}`), digest)
  const mayChange = may(accountOf(request).actor, 'change-subscribers', digest.id)
  const number = mayChange && one.state === 'checked' ? numberField(say, one, numberFault) : null
  const adviseWarmUp =
    ['checked', 'done'].includes(one.state) && (await isWarmUpAdvisable(context, one.counts.added))
  const isBroken = why !== '' && one.state === 'received'
  return admin.show(
    request,
    reply,
    'import-one',
    { ...placeOf(admin, one, digest), ...noticeOf(admin, request) },
    {
      fileName: one.fileName,
      stage: one.state,
      standing: say(`import-state-${one.state}`),
      why: number ? '' : why,
      progress: progressView(say, one, now),
      counts: countsView(say, one),
      rows: one.counts.rows,
      rejected: one.counts.rejected > 0 && one.state !== 'cancelled' && one.state !== 'undone',
      at: moment(one.doneAt ?? one.stateAt, digest.schedule.timeZone),
      until:
        until && Temporal.Instant.compare(until, now) > 0 ? moment(until, digest.schedule.timeZone) : null,
      mayChange,
      warmUp: adviseWarmUp ? withDigest(admin.at('/warm-up'), digest) : '',
      mayCancel: mayChange && (isBroken || ['staging', 'judging', 'checked', 'failed'].includes(one.state)),
      isBroken,
      now: path('/now'),
      reload: path(''),
      again: path('?again'),
      start: path('/start'),
      number,
      cancel: path('/cancel'),
      undo: path('/undo'),
      rejects: path('/rejects.csv'),
      typos: typos > 0 ? say('import-typos', { count: typos }) : '',
      typosHref: withDigest(admin.at(`/typos?import=${one.id}`), digest),
      noMail: noMail > 0 ? say('import-no-mail', { count: noMail }) : '',
      noMailHref: withDigest(admin.at(`?import=${one.id}&flag=no-mail`), digest),
      mailed: withDigest(admin.at(`?import=${one.id}`), digest),
    },
  )
}

/** If most readers would be unsubscribed, a person has to type their number. */
function numberField(say: Admin['say'], { fault, counts }: Import, wrong: string) {
  if (fault?.code !== 'import-ends-many') return null
  const help = say('import-number-help', { count: counts.removed })
  return { title: wholeSentence('en', fault), label: say('import-number'), help, fault: wrong }
}

const placeOf = (admin: Admin, { fileName }: Import, digest: Digest) => ({
  title: admin.say('import-title', { file: fileName }),
  here: '/imports',
  digest,
})

function noticeOf({ say }: Admin, request: FastifyRequest): { notice?: string } {
  const was = doneIn(request.query, done)
  return was === null ? {} : { notice: say(`import-done-${was}`) }
}
