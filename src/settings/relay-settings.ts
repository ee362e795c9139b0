import { domainToASCII } from 'node:url'
import { parse } from 'yaml'
import { z } from 'zod'
import { reasonOf } from '../core/errors.ts'
import { defaultTimeouts, usualTls, type SmtpServer, type TlsPolicy } from '../mail/outgoing/smtp.ts'
import { isLoopbackHost } from '../core/addresses/loopback.ts'
import { readSmtpAddress } from '../mail/outgoing/smtp-address.ts'

/** The settings of a relay. */
export interface RelaySettings {
  name: string
  priority: number
  weight: number
  domains: string[]
  server: SmtpServer
}

/** The places of secrets: the environment, and files by path. */
export interface SecretSources {
  env: Readonly<Record<string, string | undefined>>
  /** Throws if the file cannot be read. */
  readFile: (path: string) => string
}

const seconds = z.number().positive().max(3600)
const domain = z
  .string()
  .transform((text) =>
    text.startsWith('*.') ? `*.${domainToASCII(text.slice(2))}` : domainToASCII(text.toLowerCase()),
  )
  .refine(
    (text) => /^(\*\.)?[a-z0-9.-]+$/.test(text),
    'must be a domain such as example.net or *.example.net',
  )

const relay = z.strictObject({
  name: z.string().min(1).max(60).optional(),
  url: z.string(),
  passwordFile: z.string().min(1).optional(),
  passwordEnv: z.string().min(1).optional(),
  priority: z.int().min(0).max(1000).default(10),
  weight: z.int().min(1).max(1000).default(1),
  domains: z.array(domain).min(1).optional(),
  tls: z.enum(['require', 'opportunistic', 'none']).optional(),
  ca: z.string().min(1).optional(),
  ehlo: z
    .string()
    .regex(/^[A-Za-z0-9.[\]:-]+$/, 'must be a host name')
    .optional(),
  timeouts: z
    .strictObject({ connect: seconds.optional(), greeting: seconds.optional(), idle: seconds.optional() })
    .default({}),
})

type Given = z.infer<typeof relay>

/** Reads a list of relays, in YAML or JSON. All faults are reported with their places, `relays[1].url …`, and without secrets. */
export function readRelays(
  text: string,
  places: SecretSources,
): { relays: RelaySettings[]; faults: string[] } {
  const none = (...faults: string[]) => ({ relays: [], faults })
  let list: unknown
  try {
    list = parse(text)
  } catch {
    // The parser's message quotes the line, which may contain a password.
    return none('DAYWIRE_RELAYS cannot be read as YAML or JSON')
  }
  const read = z.array(relay).min(1).safeParse(list)
  if (!read.success) return none(...read.error.issues.map(({ path, message }) => faultAt(path, message)))
  const faults: string[] = []
  const relays = read.data.map((given, at) =>
    settingsOf(given, places, (field, message) => faults.push(faultAt([at, field], message))),
  )
  if (relays.every(({ domains }) => domains.length > 0))
    faults.push('DAYWIRE_RELAYS has no relay without domains, for e-mails to all other domains')
  for (const [at, { name }] of relays.entries())
    if (relays.findIndex((other) => other.name === name) < at)
      faults.push(faultAt([at, 'name'], `${name} is the name of another relay too; give each its own`))
  return faults.length > 0 ? none(...faults) : { relays, faults }
}

function faultAt(path: readonly PropertyKey[], message: string): string {
  const [at, ...rest] = path
  const where = at === undefined ? '' : `[${String(at)}]${rest.map((part) => `.${String(part)}`).join('')}`
  return `DAYWIRE_RELAYS${where}: ${message}`
}

/** A single relay from an address: the short form, `DAYWIRE_SMTP_URL`. Throws `bad-config`. */
export function singleRelay(url: string, allowPlain: boolean): RelaySettings {
  const server = readSmtpAddress(url)
  const tls = usualTls(server, allowPlain)
  return { name: server.host, priority: 10, weight: 1, domains: [], server: { ...server, tls } }
}

function settingsOf(
  given: Given,
  places: SecretSources,
  fault: (field: string, message: string) => void,
): RelaySettings {
  const read = (field: 'passwordFile' | 'ca'): string | undefined => {
    const path = given[field]
    if (path === undefined) return undefined
    try {
      return places.readFile(path)
    } catch {
      fault(field, `names ${path}, which cannot be read`)
      return undefined
    }
  }
  const server = serverOf(given, fault)
  const password = read('passwordFile')?.trim() ?? passwordOf(given, places, fault)
  if (password !== undefined && server.login) server.login.pass = password
  if (password !== undefined && !server.login)
    fault('url', 'names no user for the password: write smtp://user@host')
  const ca = read('ca')
  return {
    name: given.name ?? server.host,
    priority: given.priority,
    weight: given.weight,
    domains: given.domains ?? [],
    server: {
      ...server,
      tls: tlsOf(given, server, fault),
      ehlo: given.ehlo,
      ca,
      timeouts: timeoutsOf(given),
    },
  }
}

function serverOf({ url }: Given, fault: (field: string, message: string) => void) {
  try {
    return readSmtpAddress(url)
  } catch (error) {
    fault('url', reasonOf(error))
    return { host: '', port: 0, secure: false, login: null }
  }
}

function passwordOf(
  { passwordEnv, passwordFile }: Given,
  { env }: SecretSources,
  fault: (field: string, message: string) => void,
): string | undefined {
  if (passwordEnv === undefined) return undefined
  if (passwordFile !== undefined) fault('passwordEnv', 'is beside passwordFile; keep one')
  if (!env[passwordEnv]) fault('passwordEnv', `names ${passwordEnv}, which is not set`)
  return env[passwordEnv]
}

function tlsOf(
  { tls }: Given,
  server: { host: string; secure: boolean; port: number; login: SmtpServer['login'] },
  fault: (field: string, message: string) => void,
): TlsPolicy {
  if (tls !== undefined && tls !== 'require' && server.secure)
    fault('tls', `cannot be ${tls} with smtps://, which is TLS from the start`)
  if (tls !== undefined && tls !== 'require' && server.login && !isLoopbackHost(server.host))
    fault('tls', `cannot be ${tls} with a login: a password must not leave this machine unencrypted`)
  return tls ?? usualTls(server)
}

function timeoutsOf({ timeouts }: Given) {
  const { connect, greeting, idle } = timeouts
  return {
    connect: connect === undefined ? defaultTimeouts.connect : connect * 1000,
    greeting: greeting === undefined ? defaultTimeouts.greeting : greeting * 1000,
    idle: idle === undefined ? defaultTimeouts.idle : idle * 1000,
  }
}
