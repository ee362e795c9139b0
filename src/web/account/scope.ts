import { permissions } from '../../core/permissions.ts'
import { largestForm } from '../kit/limits/limits.ts'
import { contentPolicy } from '../kit/policy.ts'
import type { Scope } from '../kit/scope.ts'
import { registerAccounts } from './managing/accounts.ts'
import { registerOneAccount } from './managing/one-account.ts'
import { registerOwnAlerts } from './own/alerts.ts'
import { openAccountPages } from './pages.ts'
import { registerOwnAccount } from './own/own-account.ts'
import { registerSecurity } from './own/security.ts'
import { registerSetUp } from './signing-in/set-up.ts'
import { registerSignIn } from './signing-in/sign-in.ts'

const signedInPages = [
  registerOwnAccount,
  registerSecurity,
  registerOwnAlerts,
  registerAccounts,
  registerOneAccount,
]

/** Signing in, an account's own pages, and the admins' pages for managing accounts. */
export const accountScope: Scope = {
  name: 'account',
  prefix: '',
  policy: contentPolicy({ scripts: true }),
  largestBody: largestForm,
  access: permissions,
  pages: [
    registerSignIn,
    registerSetUp,
    (web, site) => {
      const own = openAccountPages(site)
      for (const register of signedInPages) register(web, site, own)
    },
  ],
}
