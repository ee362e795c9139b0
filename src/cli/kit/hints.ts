import type { Code, Said } from '../../core/said/said.ts'
import { english, filled } from '../../core/said/sentence.ts'

const reachable = 'set DAYWIRE_PUBLIC_URL to the address under which readers reach this machine'
const importNewsroom = 'daywire newsroom import'
const ownFile =
  'run Daywire as the user who owns it, or give it to the user who runs Daywire: chown -R USER {path}'

/**
 * What a person at the command line can do about a message: added after its sentence, which names no command. `{name}` is a parameter of
 * the code.
 */
export const hints: { readonly [C in Code]?: string } = {
  'newsroom-none': '`daywire init` sets one up from newsroom.json',
  'edition-none': "`daywire compose {digest}` makes today's",
  'edition-none-yet': '`daywire compose {digest}` makes one',
  'secret-missing':
    'put the original back from a backup, or name its file in DAYWIRE_SECRET_FILE; if it is lost, `daywire link-keys adopt` starts with another',
  'secret-other':
    'put the original back from a backup, or name its file in DAYWIRE_SECRET_FILE; if it is lost, `daywire link-keys adopt` starts with another',
  'database-empty': '`daywire init` sets up a newsroom, `daywire migrate` makes the tables alone',
  'database-older': '`daywire migrate` does so',
  'copy-tables-differ': '`daywire migrate` brings the tables up to date',
  'profile-none': '`daywire profiles import FILE` imports one',
  'source-kind-missing': 'give --kind feed or --kind folder',
  'source-not-added': '--no-check adds it anyway',
  'address-key-missing': '`daywire migrate` makes one',
  'dkim-choice-unreadable': '`daywire dkim use` writes it again',
  'dkim-key-unreadable': '`daywire dkim use` chooses one',
  'dkim-ended': '`daywire dkim off` ends it here too, `daywire dkim use {own}` has all hosts sign with it',
  'dkim-missing':
    'copy the key from another host, or name its file in DAYWIRE_DKIM_KEY_FILE; `daywire dkim off` ends signing for all hosts',
  'dkim-other':
    'copy the key from another host, or name its file in DAYWIRE_DKIM_KEY_FILE; `daywire dkim use {own}` has all hosts sign with that of this one',
  'dkim-key-exists': 'name it with --selector',
  'not-ready-to-send': '`daywire doctor` says what to do',
  'has-unsubscribed': 'if they did, add --again',
  'is-suppressed': '`daywire suppressions lift` ends that',
  'test-mail-suppressed': '`daywire suppressions lift {email}` ends that',
  'test-mail-no-address': 'name them with --to, or save some with `daywire editions test-addresses`',
  'no-unknown-delivery-to': '`daywire deliveries unknown` lists them',
  'run-held': '`daywire editions check {digest} --date {date}` shows all',
  'run-awaiting': '`daywire approve {digest} --date {date}` approves it',
  'account-unknown': '`daywire accounts list` shows all',
  'account-disabled': '`daywire accounts enable {email}` lets it sign in again',
  'dkim-domain-invalid': 'name it with --domain',
  'dkim-unproven': '--unchecked signs anyway',

  'warm-up-open': '`daywire warm-up end` ends it',
  'warm-up-none': '`daywire warm-up start` begins one',
  'why-warm-up-paused': '`daywire warm-up status` says why',
  'found-warm-up-paused': 'daywire warm-up status, then daywire warm-up resume or end',

  'why-edition-stopped':
    '`daywire editions continue {digest} --date {date}` resumes it, `editions correct` lets you change it first, `editions abandon` ends it',
  'why-edition-corrected': '`daywire approve {digest} --date {date}` approves it',
  'why-sending-paused': '`daywire resume` resumes it',
  'why-deliveries-deleted': '`daywire editions list` shows its totals',

  'found-newsroom-none': 'daywire init',
  'found-placeholder': `put your own into newsroom.json, then: ${importNewsroom}`,
  'found-no-alerts': `add an editor (daywire accounts add), or put addresses into alerts of newsroom.json, then: ${importNewsroom}`,
  'found-no-topics': importNewsroom,
  'found-no-digests': importNewsroom,
  'found-no-sources': 'daywire sources add NAME ADDRESS',
  'found-language-without-lexicon': `write them under languages.{primary} of each in topics.json (subscribers/README.md), then: ${importNewsroom}`,
  'found-source-failing': 'daywire sources check {location}',
  'found-profile-overdue':
    'daywire profiles show {country} > {file}; review it, set its date, then: daywire profiles import {file}',
  'found-no-readers': 'daywire subscribers add EMAIL, or daywire subscribers import FILE',
  'found-url-local': reachable,
  'found-url-unset': reachable,
  'found-url-plain': reachable,
  'found-proxy-silent':
    'start `daywire serve` and the web server before it (docs/nginx.conf), then run `daywire doctor` again',
  'found-proxy-alone':
    'start `daywire serve`, and let the web server pass on to DAYWIRE_HOST and DAYWIRE_PORT',
  'found-proxy-redirect': 'set DAYWIRE_PUBLIC_URL to where it ends, or end the redirect',
  'found-proxy-elsewhere':
    'let the web server pass this address on to Daywire (docs/nginx.conf), with the same data folder',
  'found-proxy-path': 'let it pass the path on unchanged: in nginx, a proxy_pass without a path',
  'found-proxy-host': 'in nginx: proxy_set_header Host $http_host;',
  'found-proxy-scheme': 'in nginx: proxy_set_header X-Forwarded-Proto $scheme;',
  'found-proxy-client-lost': 'in nginx: proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;',
  'found-proxy-untrusted': 'DAYWIRE_TRUSTED_PROXIES=loopback,{peer}',
  'found-proxy-claimed': 'in nginx: proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;',
  'found-paused': 'daywire resume, once no other installation sends to the same readers',
  'found-unknown': 'daywire deliveries unknown, then daywire deliveries resolve',
  'found-no-smtp': 'set DAYWIRE_SMTP_URL to smtp://user:password@host:587',
  'found-relay-fails': 'correct its setting, or start the server',
  'found-no-login': 'name a user in its address: smtp://user@…',
  'found-tls-optional': 'remove DAYWIRE_SMTP_PLAIN or the relay’s tls, and use a server that offers STARTTLS',
  'found-dkim-unused': 'put the record of `daywire dkim show` into DNS, then: daywire dkim use {selector}',
  'found-no-bounce-address': 'set DAYWIRE_BOUNCE_ADDRESS',
  'found-no-bounce-mailbox':
    'set DAYWIRE_BOUNCE_IMAP_URL_FILE, or have your mail server pass bounces to daywire bounces receive',
  'found-mailbox-unread': 'daywire bounces list --outcome unreadable lists those that failed several times',
  'found-dkim-none': 'daywire dkim new, unless the mail server signs',
  'found-dkim-broken': 'daywire dkim show',
  'found-dkim-unchecked': 'try again when DNS can be reached',
  'found-domains-silent': 'let this machine reach a DNS server, or set DAYWIRE_DOMAIN_CHECKS=off',
  'found-dkim-unproven': 'put the record of `daywire dkim show` into DNS',
  'found-dkim-other-domain': 'daywire dkim new --domain {sender}',
  'found-disk-low':
    'free some space (`daywire retention` deletes what is old), enlarge the disk, or set DAYWIRE_DISK_FLOOR lower',
  'found-disk-full': 'free some space (`daywire retention` deletes what is old), or enlarge the disk',
  'database-disk-full': 'free some space, then run this again',
  'copy-no-space': 'free some space, then run this again',
  'backup-no-space': 'free some space, or name a folder on another disk',
  'disk-low':
    'free some space (`daywire retention` deletes what is old), enlarge the disk, or set DAYWIRE_DISK_FLOOR lower',
  'disk-full': 'free some space (`daywire retention` deletes what is old), or enlarge the disk',
  'found-folder-more': 'ls -lR {path}',
  'found-file-other-owner': ownFile,
  'found-file-other-owner-open': ownFile,
  'found-folder-shared': 'chmod 700 {path}, or set DAYWIRE_DATA to a folder of its own',
  'found-database-open': 'chmod go-rwx {path}*',
  'found-folder-open': 'chmod go-rwx {path}, or move the data folder to a file system that keeps modes',
}

/** The hint for a message, or for one nested in its parameters; null if there is none. */
export function hintOf({ code, params }: Said): string | null {
  const hint = hints[code]
  if (hint !== undefined) return filled(hint, params)
  const within = Object.values(params)
    .flat()
    .filter((param): param is Said => typeof param === 'object')
  return within.map(hintOf).find((found) => found !== null) ?? null
}

/** A sentence and its hint: `there is no newsroom in this database yet; …`. */
export function withHint(words: Said | string): string {
  const hint = typeof words === 'string' ? null : hintOf(words)
  return hint === null ? english(words) : `${english(words)}; ${hint}`
}
