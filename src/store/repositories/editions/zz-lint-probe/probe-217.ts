export type { Mailbox } from '../../../../mail/mailbox/mailbox.ts'
