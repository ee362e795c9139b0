/** The newsroom's own pages, each from a Markdown file of its name, at an address of its name. */
export const ownPageNames = ['privacy', 'imprint'] as const

export type OwnPageName = (typeof ownPageNames)[number]

/** The Markdown of those that exist. */
export type OwnPages = Partial<Record<OwnPageName, string>>

/** The names of those that exist, in the order in which they are linked. */
export const ownPagesIn = (pages: OwnPages): OwnPageName[] =>
  ownPageNames.filter((name) => pages[name] !== undefined)

/** The most characters of such a file. */
export const longestOwnPage = 100_000
