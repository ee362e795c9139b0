import { blocksOf } from './block-html.ts'

/** Converts the MJML of a shell to HTML. Throws `template-broken` with the file's name. */
export async function compileShell(mjml: string): Promise<string> {
  const [html = ''] = await blocksOf(mjml, () => 'templates/mail/layout.mjml.hbs')
  return html
}
