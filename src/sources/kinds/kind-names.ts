/** The names of every kind of source, as people write them. */
export const kindNames = ['feed', 'folder', 'json', 'listing', 'page', 'sitemap', 'wordpress'] as const
