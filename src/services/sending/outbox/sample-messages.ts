import type { TemplatedContent } from '../../../core/entities/message.ts'
import type { ArchivedEdition } from '../../../core/entities/archive/archive.ts'
import { absolute, oneTimeLinkPath } from '../../../core/links.ts'
import { said } from '../../../core/said/said.ts'
import { linkMessage } from '../../accounts/managing/link-message.ts'
import { newAddressMail, oldAddressMail, ownLinkMail } from '../../subscribers/mails/own-data-mails.ts'
import {
  alreadyMail,
  confirmationMail,
  farewellMail,
  welcomeMail,
  type MailMaking,
} from '../../subscribers/mails/reader-mails.ts'

/** The data for sample messages. */
export interface SampleMaking extends MailMaking {
  newest: ArchivedEdition | null
  /** The name of a source. */
  source: string
}

/** The reader whose links they contain. */
const reader = { id: 1, addressChanges: 0 }
/** As long as a real secret. */
const secret = 'preview-preview-previe'

/** The names of all e-mails that can be previewed and are no digests; a test mail contains a digest. */
export const sampleNames = [
  'confirm',
  'already',
  'welcome',
  'farewell',
  'own-link',
  'new-address',
  'old-address',
  'invitation',
  'alert',
] as const

export type SampleName = (typeof sampleNames)[number]

const samples: Record<SampleName, (making: SampleMaking) => TemplatedContent> = {
  confirm: (making) => confirmationMail(making, 1),
  already: (making) => alreadyMail(making, reader),
  welcome: (making) => welcomeMail(making, reader, making.newest),
  farewell: (making) => farewellMail(making, reader, []),
  'own-link': (making) => ownLinkMail(making, secret),
  'new-address': (making) => newAddressMail(making, secret),
  'old-address': oldAddressMail,
  invitation: ({ context, newsroom }) =>
    linkMessage(
      context,
      newsroom.name,
      'invitation',
      absolute(context.settings.publicUrl, oneTimeLinkPath(secret)),
    ),
  alert: sampleAlert,
}

/** A message as the outbox would store it. */
export const sampleMessage = (name: SampleName, making: SampleMaking): TemplatedContent =>
  samples[name](making)

function sampleAlert({ source }: SampleMaking): TemplatedContent {
  const findings = said('health-silent', {
    time: said('days', { count: 3 }),
    usual: said('hours', { count: 5 }),
  })
  return {
    kind: 'alert',
    subject: said('alert-sources-subject', { count: 1, names: [source] }),
    lead: said('alert-sources-lead'),
    points: [{ name: source, text: findings }],
    advice: said('alert-sources-advice'),
    page: 'desk/sources',
    isChosen: true,
  }
}
