import type { HookService } from '../../core/entities/feedback/hook-service.ts'

/** The name under which a service returns the tag of an e-mail. */
export const echoedName = 'daywire'

/** The header that each service removes from an e-mail and repeats in its reports. */
const lines: Record<HookService, (tag: string) => string> = {
  ses: (tag) => `X-SES-MESSAGE-TAGS: ${echoedName}=${tag}\r\n`,
  sendgrid: (tag) => `X-SMTPAPI: {"unique_args":{"${echoedName}":"${tag}"}}\r\n`,
  mailgun: (tag) => `X-Mailgun-Variables: {"${echoedName}":"${tag}"}\r\n`,
  postmark: (tag) => `X-PM-Metadata-${echoedName}: ${tag}\r\n`,
}

/** Header lines with the tag of an e-mail for these services; '' for none, in which case no tag is made. */
export const echoedHeaders = (services: readonly HookService[], tag: () => string): string =>
  services.map((service) => lines[service](tag())).join('')
