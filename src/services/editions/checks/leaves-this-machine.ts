import type { MailGateway } from '../../context.ts'

/** True once a server elsewhere takes mails: what leads to this machine alone is then of no use to readers. */
export const leavesThisMachine = ({ relays }: Pick<MailGateway, 'relays'>): boolean =>
  relays.some(({ isHere }) => !isHere)
