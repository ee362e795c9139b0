/** One picture of the gallery: an e-mail in a view. */
export interface Shot {
  mail: string
  bytes: number
  /** The file of the e-mail's text part. */
  text: string
  view: string
  file: string
  width: number
}

/** The page with all pictures, one row per e-mail. */
export function galleryPage(shots: Shot[]): string {
  const rows = [...Map.groupBy(shots, ({ mail }) => mail)].map(([mail, row]) => {
    const figures = row.map(
      ({ view, file, width }) =>
        `<figure><figcaption>${view}</figcaption><img src="${file}" width="${width}" alt="${mail}: ${view}"></figure>`,
    )
    const [{ bytes, text } = { bytes: 0, text: '' }] = row
    return `<h2>${mail}</h2><p>${bytes.toLocaleString('en')} bytes of HTML · <a href="${text}">its text</a></p><div>${figures.join('')}</div>`
  })
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Gallery</title><style>
body { font: 15px/1.5 sans-serif; margin: 24px; background: #8a8a8a }
div { display: flex; gap: 24px; overflow-x: auto; align-items: flex-start; max-height: 90vh }
figure { margin: 0; flex: none } figcaption { font-weight: 700; padding: 4px 0 }
</style><h1>Every mail, in every view</h1>${rows.join('')}</html>
`
}
