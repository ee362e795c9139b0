/** Programs that read feeds are called by addresses of their own, which hold the web's: `feed://host/x`, `feed:https://host/x`. */
const called = /^\s*(feeds?|rss|pcast|itpc):(?:(?:\/\/)?(https?):?\/\/|\/\/)(?=\S)/i

/** The short form, `feed:host/x`: a host has a dot before its port and path. */
const short = /^\s*(feeds?|rss|pcast|itpc):(?=[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?#]|\s*$))/i

/** An address of a feed as the web knows it; any other text stays as it is. */
export function webAddress(written: string): string {
  const [all, program, scheme] = called.exec(written) ?? short.exec(written) ?? []
  if (all === undefined) return written
  const plain = program?.toLowerCase() === 'feeds' ? 'https' : 'http'
  return `${scheme?.toLowerCase() ?? plain}://${written.slice(all.length).trim()}`
}
