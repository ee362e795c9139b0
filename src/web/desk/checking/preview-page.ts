import type { FastifyRequest } from 'fastify'
import { AppError } from '../../../core/errors.ts'
import { may } from '../../../core/permissions.ts'
import { findViewed } from '../../../services/editions/viewing/find-viewed.ts'
import type { PreparedEditions } from '../../../services/editions/viewing/preview/prepared-editions.ts'
import type { Preview } from '../../../services/editions/viewing/preview/preview.ts'
import { listTestAddresses } from '../../../services/editions/viewing/preview/test-addresses.ts'
import { viewPreview } from '../../../services/editions/viewing/preview/view-preview.ts'
import { listTopics } from '../../../services/newsroom/list-topics.ts'
import { sentence } from '../../../wording/wording.ts'
import type { WebContext } from '../../web-context.ts'
import { viewedPlace, type EditionParams } from '../editions/edition-place.ts'
import { editionName } from '../editions/place.ts'
import { accountOf } from '../frame/account.ts'
import type { Desk } from '../frame/frame.ts'
import { longDate } from '../frame/times.ts'
import { previewQuery, wantedBy, type PreviewChoice } from './preview-query.ts'

/** What was typed to send a test e-mail or to change the saved addresses, and what is wrong with it. */
export interface TestForm {
  /** Saved addresses that are ticked; null ticks all. */
  ticked: readonly string[] | null
  to: string
  fault: string
  /** The saved addresses as they were typed; null shows the stored ones. */
  list: string | null
  listFault: string
}

export const emptyTestForm: TestForm = { ticked: null, to: '', fault: '', list: null, listFault: '' }

type Request = FastifyRequest<EditionParams>

/** The page of a preview: the e-mail, or why there is none, and the forms beside it. */
export async function previewPage(
  { context }: WebContext,
  desk: Desk,
  prepared: PreparedEditions,
  request: Request,
  choice: PreviewChoice,
  test: TestForm,
) {
  const { actor } = accountOf(request)
  const place = viewedPlace(request)
  const { digest, edition } = await findViewed(context, actor, place)
  const shown = await mailOrReason(() =>
    viewPreview(context, prepared, actor, { place, wanted: wantedBy(choice) }),
  )
  const topics = (await listTopics(context, 'en')).filter(({ id }) => digest.topics.includes(id))
  const mayTest = may(actor, 'send-test-mail', digest.id)
  const saved = mayTest ? await listTestAddresses(context, digest, actor) : []
  return {
    here: desk.at(`editions/${digest.key}/${editionName(edition)}`),
    query: previewQuery(choice),
    edition: `${digest.name}, ${longDate(edition.date)}`,
    revision: edition.revision,
    topics: topics.map(({ id, name }) => ({ id, name, isChosen: choice.topics.includes(id) })),
    as: choice.as,
    isPhone: choice.width === 'phone',
    scheme: choice.scheme ?? '',
    noPictures: !choice.pictures,
    reason: 'reason' in shown ? shown.reason : '',
    ...('preview' in shown && mailView(shown.preview)),
    mayTest,
    saved: saved.map((email) => ({ email, isTicked: test.ticked?.includes(email) ?? true })),
    to: test.to,
    fault: test.fault,
    list: test.list ?? saved.join('\n'),
    listFault: test.listFault,
  }
}

function mailView(preview: Preview) {
  const html = preview.html()
  return {
    inbox: preview.inbox,
    sizes: {
      html: kilobytes(Buffer.byteLength(html)),
      text: kilobytes(Buffer.byteLength(preview.text())),
      mail: kilobytes(preview.eml().length),
    },
  }
}

const kilobytes = (bytes: number): number => Math.ceil(bytes / 1000)

/** An e-mail, or why there is none, such as no news on the topics. */
async function mailOrReason<T extends object>(make: () => Promise<T>): Promise<T | { reason: string }> {
  try {
    return await make()
  } catch (error) {
    if (error instanceof AppError && (error.code === 'not-found' || error.code === 'bad-input'))
      return { reason: sentence('en', error.says) }
    throw error
  }
}
