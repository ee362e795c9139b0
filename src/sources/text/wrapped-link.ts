/** Services that link to a story through their own address, and the parameters that hold its address. */
const wrappers: { host: RegExp; path: string; names: string[] }[] = [
  { host: /^(?:www\.)?google\.[a-z]{2,3}(?:\.[a-z]{2})?$/, path: '/url', names: ['url', 'q'] },
  { host: /^(?:www\.)?bing\.com$/, path: '/news/apiclick.aspx', names: ['url'] },
  { host: /^lm?\.facebook\.com$/, path: '/l.php', names: ['u'] },
  { host: /^(?:www\.)?youtube\.com$/, path: '/redirect', names: ['q'] },
  { host: /\.safelinks\.protection\.outlook\.com$/, path: '/', names: ['url'] },
]

/** AMP copies, whose path ends with the page's own address; `/s/` before it means https. */
const copies =
  /^https?:\/\/(?:[\w-]{1,63}\.cdn\.ampproject\.org\/[a-z]{1,3}|(?:www\.)?google\.[a-z.]{2,6}\/amp)\/(s\/)?([\w-]{1,63}\.[^]+)$/i

/** The address that a service has wrapped in its own; any other address unchanged. */
export function unwrapped(link: string): string {
  const [, tls, page] = copies.exec(link) ?? []
  if (page !== undefined) return `${tls ? 'https' : 'http'}://${page}`
  const url = URL.parse(link)
  const wrapper = wrappers.find(({ host, path }) => url && host.test(url.hostname) && url.pathname === path)
  const inner = wrapper?.names.map((name) => url?.searchParams.get(name)).find(Boolean)
  const address = URL.parse(inner ?? '')
  return address && /^https?:$/.test(address.protocol) ? address.href : link
}
