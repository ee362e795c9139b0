import { openApp } from '../../../src/app.ts'
import { readConfig } from '../../../src/config.ts'
import { sesHook } from '../../../src/mail/hooks/ses/ses-hook.ts'
import { systemClock } from '../../../src/system.ts'
import { openWeb } from '../../../src/web/server.ts'
import { certificate, topic } from '../../mail/hooks/support.ts'
import { testPlatform } from '../../platform.ts'

/** Answers reports of services, in a separate process that will be killed, and prints its port. Certificates of SNS are not fetched. */
const platform = testPlatform(systemClock)
const app = await openApp(
  readConfig(process.env, process.cwd(), () => ''),
  platform,
)
const ses = sesHook(topic(), { fetch: async () => certificate, clock: systemClock })
const context = { ...app.context, hooks: new Map(app.context.hooks).set('ses', ses) }
const { templatesFolder: templatesDir } = platform
const place = { host: '127.0.0.1', port: 0 }
const web = await openWeb({ context, mailbox: null, templatesDir, trustedProxies: [], ...place })
process.once('disconnect', () => process.exit(0))
process.send?.(web.port)
