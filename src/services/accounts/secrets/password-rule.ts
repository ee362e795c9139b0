import type { Account } from '../../../core/entities/account.ts'
import { commonPasswords } from './common-passwords.ts'

export type PasswordFault = 'password-short' | 'password-long' | 'password-common' | 'password-own'

const shortest = 12
/** Longer texts would only cost time. */
const longest = 256

/** What is wrong with a new password (NIST SP 800-63B §3.1.1.2: length and a blocklist, no composition rules); null if it may be used. */
export function passwordFault(
  password: string,
  { email, name }: Pick<Account, 'email' | 'name'>,
): PasswordFault | null {
  const length = [...password].length
  if (length < shortest) return 'password-short'
  if (length > longest) return 'password-long'
  const plain = password.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
  const core = plain.replace(/^\d+|\d+$/g, '')
  if (isMonotonous(plain) || commonPasswords.has(plain) || commonPasswords.has(core)) return 'password-common'
  const own = [email, email.split('@')[0] ?? '', name, 'daywire']
    .map((text) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''))
    .filter((text) => text.length > 2)
  return own.some((text) => core === text || plain === text || plain === text + text) ? 'password-own' : null
}

/** Only a few different characters, or a sequence of consecutive ones. */
function isMonotonous(text: string): boolean {
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0)
  const runs = codes.filter((code, at) => at > 0 && Math.abs(code - (codes[at - 1] ?? 0)) <= 1).length
  return new Set(codes).size < 5 || runs >= codes.length - 3
}
