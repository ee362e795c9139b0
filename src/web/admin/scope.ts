import compress from '@fastify/compress'
import { permissions } from '../../core/permissions.ts'
import { largestForm } from '../kit/limits/limits.ts'
import { contentPolicy } from '../kit/policy.ts'
import type { Scope } from '../kit/scope.ts'
import { registerBulkAction } from './bulk/action.ts'
import { registerBulkActions } from './bulk/begin.ts'
import { registerExport } from './bulk/export.ts'
import { openAdmin, type RegisterAdminPage } from './frame/admin.ts'
import { registerImports } from './imports/imports.ts'
import { registerAddReader } from './lists/add.ts'
import { registerAddresses } from './lists/addresses.ts'
import { registerCameBack } from './lists/came-back.ts'
import { registerMissed } from './lists/missed.ts'
import { registerRefusals } from './lists/refusals.ts'
import { registerReport } from './lists/report.ts'
import { registerReplies } from './lists/replies.ts'
import { registerTags } from './lists/tags.ts'
import { registerTypos } from './lists/typos.ts'
import { registerReaderActions } from './reader/actions.ts'
import { registerReaderMail } from './reader/mail.ts'
import { registerNextMail } from './reader/next.ts'
import { registerPersonalData } from './reader/personal.ts'
import { registerReader } from './reader/reader.ts'
import { registerReaders } from './readers/list.ts'
import { registerAddSuppression } from './suppressions/add.ts'
import { registerSuppressionExport } from './suppressions/export.ts'
import { registerSuppressions } from './suppressions/list.ts'
import { registerSuppression } from './suppressions/one.ts'
import { registerWarmUp } from './warm-up/warm-up.ts'

const pages: readonly RegisterAdminPage[] = [
  registerReaders,
  registerImports,
  registerAddReader,
  registerAddresses,
  registerMissed,
  registerCameBack,
  registerReport,
  registerRefusals,
  registerSuppressions,
  registerAddSuppression,
  registerSuppressionExport,
  registerSuppression,
  registerWarmUp,
  registerReplies,
  registerTags,
  registerTypos,
  registerReader,
  registerReaderActions,
  registerReaderMail,
  registerNextMail,
  registerPersonalData,
  registerBulkActions,
  registerBulkAction,
  registerExport,
]

/** The pages of readers and lists, in the desk's frame. */
export const adminScope: Scope = {
  name: 'admin',
  prefix: '/desk/readers',
  policy: contentPolicy({ scripts: true }),
  largestBody: largestForm,
  access: permissions,
  pages: [
    async (scope, site) => {
      const admin = openAdmin(site)
      await scope.register(compress, { encodings: ['br', 'gzip'], threshold: 1024 })
      scope.addHook('preClose', async () => {
        admin.desk.checks.close()
        await admin.desk.followers.close()
      })
      // After a change the numbers are counted again.
      scope.addHook('onResponse', async ({ method }) => {
        if (method !== 'GET' && method !== 'HEAD') admin.forgetCounts()
      })
      for (const register of pages) await register(scope, site, admin)
    },
  ],
}
