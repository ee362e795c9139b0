/** Services that deliver e-mails and report by HTTP what became of them. */
export const hookServices = ['ses', 'sendgrid', 'mailgun', 'postmark'] as const
export type HookService = (typeof hookServices)[number]

/** As people know them. */
export const serviceNames: Record<HookService, string> = {
  ses: 'Amazon SES',
  sendgrid: 'SendGrid',
  mailgun: 'Mailgun',
  postmark: 'Postmark',
}
