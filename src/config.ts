import { isAbsolute, join, resolve } from 'node:path'
import { z } from 'zod'
import { bounceAddress, bounceMailbox } from './settings/bounce-settings.ts'
import { AppError, reasonOf } from './core/errors.ts'
import type { ImapPlace } from './mail/incoming/imap/address.ts'
import { graceOf, graceShape, type Grace } from './settings/grace-settings.ts'
import { dkimFaults, dkimOf, dkimShape, type DkimSettings } from './settings/dkim-settings.ts'
import { databaseUrl } from './settings/database-url.ts'
import { diskOf, diskShape } from './settings/disk-settings.ts'
import { domainShape } from './settings/domain-settings.ts'
import { hookShape, hooksOf } from './settings/hook-settings.ts'
import type { HookSettings } from './mail/hooks/open-hooks.ts'
import { metricsShape, type MetricsAddress } from './settings/metrics-settings.ts'
import { entriesOf, proxyUrl, trustedProxies } from './settings/proxy-settings.ts'
import { publicUrl } from './settings/public-url.ts'
import type { DiskSettings } from './store/disk/disk.ts'
import { readRelays, singleRelay, type RelaySettings, type SecretSources } from './settings/relay-settings.ts'
import { valueOf } from './settings/setting-value.ts'
import { said } from './core/said/said.ts'

const port = z.coerce
  .number('must be a number from 0 to 65535')
  .int('must be a whole number')
  .min(0, 'must be a number from 0 to 65535')
  .max(65_535, 'must be a number from 0 to 65535')
const yesNo = z
  .enum(['0', '1', 'no', 'yes', 'false', 'true'], 'must be 1 or 0')
  .transform((v) => ['1', 'yes', 'true'].includes(v))

const schema = z.object({
  DAYWIRE_DATABASE_URL: databaseUrl
    .default('sqlite:data/daywire.db')
    .describe('The database: sqlite:<path> or postgres://user:pass@host/name'),
  DAYWIRE_DATA: z
    .string()
    .min(1)
    .default('data')
    .describe('Folder for pictures, the secret and the embedded mailbox'),
  DAYWIRE_SECRET: z
    .string()
    .optional()
    .describe(
      'The key that signs the links in e-mails, as in the file `secret` of the data folder; best as DAYWIRE_SECRET_FILE. Hosts that share a database need the same one',
    ),
  DAYWIRE_PUBLIC_URL: publicUrl
    .optional()
    .describe(
      'Address under which readers reach the pages, including its path; http://localhost:<port>/ if not set',
    ),
  DAYWIRE_HOST: z
    .string()
    .min(1)
    .default('localhost')
    .describe('Address on which the pages are served, or a name, which stands for all of its addresses'),
  DAYWIRE_PORT: port.default(8080).describe('Port on which the pages are served'),
  DAYWIRE_TRUSTED_PROXIES: trustedProxies
    .default('loopback')
    .describe(
      'Web servers whose X-Forwarded-For is trusted: addresses or ranges, separated by commas; loopback is this machine',
    ),
  DAYWIRE_ARCHIVE: z
    .enum(['open', 'closed'], 'must be open or closed')
    .default('open')
    .describe(
      'closed shows the public only the newest edition: no archive, search, feeds, topics, countries, earlier editions or stories',
    ),
  DAYWIRE_SECOND_FACTOR: z
    .enum(['admins', 'all'], 'must be admins or all')
    .default('admins')
    .describe('Who needs a second factor to sign in with a password: admins, or all'),
  DAYWIRE_CONFIRMATIONS_PER_HOUR: z.coerce
    .number('must be a number from 10 to 100000')
    .int('must be a whole number')
    .min(10, 'must be a number from 10 to 100000')
    .max(100_000, 'must be a number from 10 to 100000')
    .default(300)
    .describe(
      'The most confirmations of sign-ups that are sent in an hour; the rest wait, and the newsroom gets an alert',
    ),
  DAYWIRE_SIGN_UP_ORIGINS: z
    .string()
    .refine(
      (list) =>
        entriesOf(list).every((entry) => URL.parse(entry)?.origin === entry && /^https?:/.test(entry)),
      'must be origins such as https://www.example.org, separated by commas',
    )
    .default('')
    .describe(
      'Your other sites that may show the sign-up form or send sign-ups: https://www.example.org, separated by commas',
    ),
  DAYWIRE_ALTCHA: z
    .enum(['off', 'on'], 'must be off or on')
    .default('off')
    .describe(
      'on: browsers solve a small task before a sign-up is accepted; it needs JavaScript and keeps bots out',
    ),
  ...domainShape,
  DAYWIRE_SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/.+/, 'must be smtp://user:pass@host:587 or smtps://…')
    .optional()
    .describe(
      'The mail server to send through: smtp://user:pass@host:587; if not set, e-mails go to the embedded mailbox',
    ),
  DAYWIRE_SMTP_PLAIN: yesNo
    .default(false)
    .describe('1 allows sending through DAYWIRE_SMTP_URL without TLS, even to another machine'),
  DAYWIRE_RELAYS: z
    .string()
    .optional()
    .describe('Several servers instead of that one: YAML or JSON, best as DAYWIRE_RELAYS_FILE=relays.yaml'),
  DAYWIRE_BOUNCE_ADDRESS: bounceAddress
    .optional()
    .describe(
      'The mailbox that bounces of editions are sent to; its server must accept bounce+…@ as well. If not set, they go to the sender',
    ),
  DAYWIRE_BOUNCE_IMAP_URL: bounceMailbox
    .optional()
    .describe(
      'Where Daywire reads that mailbox: imaps://user:pass@host/INBOX; best as DAYWIRE_BOUNCE_IMAP_URL_FILE. Reports are deleted there once they are stored',
    ),
  ...dkimShape,
  ...hookShape,
  DAYWIRE_MAILBOX_PORT: port.default(0).describe('SMTP port of the embedded mailbox; 0 chooses a free one'),
  DAYWIRE_CONTACT: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Contact address for the sites that are read, sent in the User-Agent; the public URL if not set',
    ),
  DAYWIRE_LOOPBACK_SOURCES: yesNo.default(false).describe('1 allows sources on this machine (127.0.0.1)'),
  DAYWIRE_PROXY_URL: proxyUrl
    .optional()
    .describe(
      'A proxy through which sources are read: http://user:pass@proxy:3128; if not set, they are read directly',
    ),
  ...graceShape,
  ...metricsShape,
  ...diskShape,
  DAYWIRE_LOG: z
    .enum(['error', 'warn', 'info', 'debug'], 'must be error, warn, info or debug')
    .default('info')
    .describe('What is logged on stderr: error, warn, info or debug'),
})

/** The settings of public sign-up. */
export interface SignUpSettings {
  /** The most confirmations sent in an hour. */
  perHour: number
  /** The newsroom's other sites that may show and send the form, as `https://www.example.org`. */
  origins: readonly string[]
  /** A sign-up requires a solved challenge (proof of work). */
  isChallenged: boolean
}

export interface Config {
  databaseUrl: string
  /** Absolute. */
  dataFolder: string
  /** The key that signs links, if given; null: the file `secret` of the data folder. */
  secret: string | null
  publicUrl: string
  /** True if `DAYWIRE_PUBLIC_URL` is set. */
  isPublicUrlSet: boolean
  host: string
  port: number
  /** Addresses, ranges, or `loopback`. */
  trustedProxies: readonly string[]
  secondFactor: 'admins' | 'all'
  signUps: SignUpSettings
  archive: 'open' | 'closed'
  /** DNS is used to check the domains of readers. */
  domainChecks: boolean
  /** The servers to send through; none: the embedded mailbox. They contain passwords. */
  relays: readonly RelaySettings[]
  /** The address for bounces of editions, with a tag for each e-mail; null: the sender. */
  bounceAddress: string | null
  /** The location of its mailbox; contains a password. */
  bounceMailbox: ImapPlace | null
  /** The signing key, if given; null: those of the data folder. */
  dkim: DkimSettings | null
  /** Services whose reports by HTTP are accepted; they contain secrets. */
  hooks: HookSettings
  mailboxPort: number
  contact: string
  loopbackSources: boolean
  /** The proxy for sources; it may contain a password. */
  proxyUrl: string | null
  grace: Grace
  /** Where metrics are served; null: nowhere. */
  metrics: MetricsAddress | null
  disk: DiskSettings
  log: 'error' | 'warn' | 'info' | 'debug'
}

/** All settings with description and default, for `.env.example` and the handbook. */
export function settings(): { name: string; about: string; standard: string | null }[] {
  return Object.entries(schema.shape).map(([name, field]) => {
    const standard = z.safeParse(field, undefined).data
    const written = typeof standard === 'boolean' ? Number(standard) : standard
    const isNone = written === undefined || typeof written === 'object'
    return { name, about: field.description ?? '', standard: isNone ? null : String(written) }
  })
}

/**
 * Reads the configuration from the environment; a `…_FILE` variable names a file with the value. Relative paths are resolved against `cwd`.
 * Throws `bad-config` with all faults at once; values that may be secret are not repeated.
 */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
  readFile: (path: string) => string,
): Config {
  const faults: string[] = []
  const given: Record<string, string> = {}
  for (const name of Object.keys(schema.shape)) {
    const value = valueOf(name, env, cwd, readFile, faults)
    if (value !== undefined && value !== '') given[name] = value
  }
  for (const name of Object.keys(env))
    if (
      name.startsWith('DAYWIRE_') &&
      !name.startsWith('DAYWIRE_TEST_') &&
      !(name.replace(/_FILE$/, '') in schema.shape)
    )
      faults.push(`${name} is not a setting of Daywire; .env.example lists them all`)
  const read = schema.safeParse(given)
  for (const issue of read.error?.issues ?? []) faults.push(`${issue.path.join('.')} ${issue.message}`)
  const relays = read.success
    ? relaysOf(read.data, { env, readFile: (path) => readFile(resolve(cwd, path)) }, faults)
    : []
  faults.push(...dkimFaults(given))
  if (!read.success || faults.length > 0)
    throw new AppError('bad-config', said('config-unusable'), { details: faults })
  return Object.freeze({ ...configOf(read.data, cwd), relays })
}

function relaysOf(
  { DAYWIRE_SMTP_URL: url, DAYWIRE_SMTP_PLAIN: plain, DAYWIRE_RELAYS: list }: z.infer<typeof schema>,
  places: SecretSources,
  faults: string[],
): RelaySettings[] {
  if (url !== undefined && list !== undefined)
    faults.push('DAYWIRE_SMTP_URL and DAYWIRE_RELAYS are both set; keep one')
  if (list !== undefined) {
    const read = readRelays(list, places)
    faults.push(...read.faults)
    return read.relays
  }
  try {
    return url === undefined ? [] : [singleRelay(url, plain)]
  } catch (error) {
    faults.push(`DAYWIRE_SMTP_URL: ${reasonOf(error)}`)
    return []
  }
}

function configOf(read: z.infer<typeof schema>, cwd: string): Omit<Config, 'relays'> {
  const here = `http://localhost:${read.DAYWIRE_PORT}/`
  const url = read.DAYWIRE_PUBLIC_URL ?? here
  const path = read.DAYWIRE_DATABASE_URL.replace(/^sqlite:/, '')
  return {
    databaseUrl: read.DAYWIRE_DATABASE_URL.startsWith('sqlite:')
      ? `sqlite:${isAbsolute(path) ? path : join(cwd, path)}`
      : read.DAYWIRE_DATABASE_URL,
    dataFolder: resolve(cwd, read.DAYWIRE_DATA),
    secret: read.DAYWIRE_SECRET ?? null,
    publicUrl: url,
    isPublicUrlSet: read.DAYWIRE_PUBLIC_URL !== undefined,
    host: read.DAYWIRE_HOST,
    port: read.DAYWIRE_PORT,
    trustedProxies: entriesOf(read.DAYWIRE_TRUSTED_PROXIES),
    secondFactor: read.DAYWIRE_SECOND_FACTOR,
    signUps: {
      perHour: read.DAYWIRE_CONFIRMATIONS_PER_HOUR,
      origins: entriesOf(read.DAYWIRE_SIGN_UP_ORIGINS),
      isChallenged: read.DAYWIRE_ALTCHA === 'on',
    },
    archive: read.DAYWIRE_ARCHIVE,
    domainChecks: read.DAYWIRE_DOMAIN_CHECKS === 'on',
    bounceAddress: read.DAYWIRE_BOUNCE_ADDRESS ?? null,
    bounceMailbox: read.DAYWIRE_BOUNCE_IMAP_URL ?? null,
    dkim: dkimOf(read),
    hooks: hooksOf(read),
    mailboxPort: read.DAYWIRE_MAILBOX_PORT,
    contact: read.DAYWIRE_CONTACT ?? url,
    loopbackSources: read.DAYWIRE_LOOPBACK_SOURCES,
    proxyUrl: read.DAYWIRE_PROXY_URL ?? null,
    grace: graceOf(read.DAYWIRE_GRACE),
    metrics: read.DAYWIRE_METRICS ?? null,
    disk: diskOf(read),
    log: read.DAYWIRE_LOG,
  }
}
