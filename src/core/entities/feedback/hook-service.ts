/** Services that deliver e-mails and report their outcome by HTTP. */
export const hookServices = ['ses', 'sendgrid', 'mailgun', 'postmark'] as const
export type HookService = (typeof hookServices)[number]

/** Display names. */
export const serviceNames: Record<HookService, string> = {
  ses: 'Amazon SES',
  sendgrid: 'SendGrid',
  mailgun: 'Mailgun',
  postmark: 'Postmark',
}
