import type { MailGateway } from '../../context.ts'

/** True once a server elsewhere accepts e-mails: readers then cannot open links to this machine. */
export const leavesThisMachine = ({ relays }: Pick<MailGateway, 'relays'>): boolean =>
  relays.some(({ isHere }) => !isHere)
