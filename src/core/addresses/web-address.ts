/** Feed readers are opened by their own schemes, which wrap a web address: `feed://host/x`, `feed:https://host/x`. */
const called = /^\s*(feeds?|rss|pcast|itpc):(?:(?:\/\/)?(https?):?\/\/|\/\/)(?=\S)/i

/** The short form, `feed:host/x`: the host contains a dot before its port and path. */
const short = /^\s*(feeds?|rss|pcast|itpc):(?=[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?#]|\s*$))/i

/** The http(s) address of a feed; any other text is returned unchanged. */
export function webAddress(written: string): string {
  const [all, program, scheme] = called.exec(written) ?? short.exec(written) ?? []
  if (all === undefined) return written
  const plain = program?.toLowerCase() === 'feeds' ? 'https' : 'http'
  return `${scheme?.toLowerCase() ?? plain}://${written.slice(all.length).trim()}`
}
