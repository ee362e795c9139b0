/** The names of all kinds of source, as used in settings and commands. */
export const kindNames = ['feed', 'folder', 'json', 'listing', 'page', 'sitemap', 'wordpress'] as const
