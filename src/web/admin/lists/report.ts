import type { FastifyInstance } from 'fastify'
import { mostKept } from '../../../core/entities/feedback/message-size.ts'
import { may } from '../../../core/permissions.ts'
import { visible } from '../../../core/text/visible.ts'
import {
  downloadReport,
  showReport,
  type ShownReport,
} from '../../../services/feedback/viewing/show-report.ts'
import { accountOf } from '../../desk/frame/account.ts'
import { longDate, moment } from '../../desk/frame/times.ts'
import type { WebContext } from '../../web-context.ts'
import { withDigest, type Admin } from '../frame/admin.ts'
import { idOf } from '../reader/open-reader.ts'

type Params = { Params: { report: string } }

/** One report of what came back: its contents, what was done, the delivery and reader that it is about, and the message itself. */
export function registerReport(scope: FastifyInstance, { context }: WebContext, admin: Admin): void {
  const { say, at } = admin
  const viewing = { config: { permission: 'view-suppressions' } }
  scope.get<Params>('/came-back/:report', viewing, async (request, reply) => {
    const digest = await admin.digestOf(request)
    const { actor } = accountOf(request)
    const shown = await showReport(context, idOf(request.params.report), actor)
    const page = { title: say('report-title', { id: shown.report.id }), here: '/came-back', digest }
    return admin.show(request, reply, 'report', page, {
      ...reportView(admin, shown, digest.schedule.timeZone),
      back: withDigest(at('/came-back'), digest),
      suppression:
        shown.report.hash === null
          ? ''
          : withDigest(at(`/suppressions/address/${shown.report.hash}`), digest),
      download: downloadOf(admin, shown),
      mayDownload: may(actor, 'change-suppressions', null) && shown.report.message !== '',
      downloadAt: at(`/came-back/${shown.report.id}/message`),
    })
  })

  const config = { permission: 'change-suppressions' }
  scope.get<Params>('/came-back/:report/message', { config }, async (request, reply) => {
    const id = idOf(request.params.report)
    const message = await downloadReport(context, id, accountOf(request).actor)
    return reply
      .type('application/octet-stream')
      .header('content-disposition', `attachment; filename="report-${id}.eml"`)
      .send(Buffer.from(message))
  })
}

const kilobytes = (bytes: number): string => Math.ceil(bytes / 1024).toLocaleString('en')

/** What the download contains: the whole message, or how much of it. */
function downloadOf({ say }: Admin, { report: { size }, kept }: ShownReport): string {
  const params = { kept: kilobytes(kept), size: kilobytes(size ?? kept) }
  if (size === null) return say('report-download-beginning', params)
  if (size > mostKept) return say('report-download-of-more', params)
  return say(kept < size ? 'report-download-part' : 'report-download', params)
}

function reportView({ say, at }: Admin, { report, about, isProof }: ShownReport, zone: string) {
  const {
    id,
    kind,
    outcome,
    reason,
    hard,
    status,
    reply,
    says,
    address,
    sender,
    subject,
    receivedAt,
    message,
  } = report
  const facts = [
    ['report-kind', say(`report-kind-${kind}`)],
    ['report-names', address ?? say('back-nobody')],
    ['back-reason', say(`back-reason-${reason}`)],
    ['report-says', says],
    ['report-codes', [reply, status].filter((code) => code !== '').join(' ')],
    ['report-lasting', kind === 'bounce' ? say(hard ? 'report-hard' : 'report-soft') : ''],
    ['report-from', sender],
    ['report-subject', subject],
  ] as const
  return {
    title: say('report-title', { id }),
    at: moment(receivedAt, zone),
    done: say(`back-${outcome}`),
    isProof,
    facts: facts.flatMap(([name, value]) =>
      value === '' ? [] : [{ name: say(name), value: visible(value) }],
    ),
    about: about && {
      email: about.email,
      reader: at(`/${about.subscriptionId}`),
      mail: at(`/${about.subscriptionId}/mails/${about.editionId}`),
      says: say('report-mail', { digest: about.digest.name, date: longDate(about.date) }),
    },
    message: visible(message),
    isText: report.size !== null && Buffer.byteLength(report.message) >= report.size,
  }
}
