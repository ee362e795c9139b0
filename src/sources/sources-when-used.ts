import type { Sources, SourcesSettings } from './sources.ts'

/** Sources that are loaded on first use: their parsers and the HTTP client take longer to load than most commands take altogether. */
export function sourcesWhenUsed(settings: SourcesSettings): Sources {
  let opened: Promise<Sources> | null = null
  const sources = (): Promise<Sources> =>
    (opened ??= import('./sources.ts').then(({ openSources }) => openSources(settings)))
  return {
    read: async (...asked) => (await sources()).read(...asked),
    check: async (...asked) => (await sources()).check(...asked),
    discover: async (...asked) => (await sources()).discover(...asked),
    picture: async (...asked) => (await sources()).picture(...asked),
    link: async (...asked) => (await sources()).link(...asked),
    document: async (...asked) => (await sources()).document(...asked),
    lists: async () => (await sources()).lists(),
    close: async () => (await opened)?.close(),
  }
}
