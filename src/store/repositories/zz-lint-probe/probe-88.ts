export { openMailbox } from '../../../mail/mailbox/mailbox.ts'
