import type { HookService } from '../../core/entities/feedback/hook-service.ts'

/** The name under which a service gives the tag of an e-mail back. */
export const echoedName = 'daywire'

/** What each of them takes from an e-mail, removes from it, and repeats in what it reports. */
const lines: Record<HookService, (tag: string) => string> = {
  ses: (tag) => `X-SES-MESSAGE-TAGS: ${echoedName}=${tag}\r\n`,
  sendgrid: (tag) => `X-SMTPAPI: {"unique_args":{"${echoedName}":"${tag}"}}\r\n`,
  mailgun: (tag) => `X-Mailgun-Variables: {"${echoedName}":"${tag}"}\r\n`,
  postmark: (tag) => `X-PM-Metadata-${echoedName}: ${tag}\r\n`,
}

/** Header lines by which these services know the tag of an e-mail; '' for none, and then no tag is made. */
export const echoedHeaders = (services: readonly HookService[], tag: () => string): string =>
  services.map((service) => lines[service](tag())).join('')
