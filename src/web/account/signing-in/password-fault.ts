import type { PasswordFault } from '../../../services/accounts/secrets/password-rule.ts'
import type { WebContext } from '../../web-context.ts'

const words: Record<PasswordFault, string> = {
  'password-short': 'passwordShort',
  'password-long': 'passwordLong',
  'password-common': 'passwordCommon',
  'password-own': 'passwordOwn',
}

export function passwordFaultText({ pages }: WebContext, code: PasswordFault): string {
  return pages.say(words[code])
}
