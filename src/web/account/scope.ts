import { permissions } from '../../core/permissions.ts'
import { largestForm } from '../kit/limits/limits.ts'
import { contentPolicy } from '../kit/policy.ts'
import type { Scope } from '../kit/scope.ts'
import { registerAccounts } from './accounts.ts'
import { registerOneAccount } from './one-account.ts'
import { registerOwnAccount } from './own-account.ts'
import { registerSecurity } from './security.ts'
import { registerSetUp } from './set-up.ts'
import { registerSignIn } from './sign-in.ts'

/** Signing in, an account's own pages, and those of the admins who manage accounts. */
export const accountScope: Scope = {
  prefix: '',
  policy: contentPolicy({ scripts: true }),
  largestBody: largestForm,
  access: permissions,
  pages: [
    registerSignIn,
    registerSetUp,
    registerOwnAccount,
    registerSecurity,
    registerAccounts,
    registerOneAccount,
  ],
}
