import { blocksOf } from './block-html.ts'

/** Turns the MJML of a shell into HTML. Throws `template-broken` naming the file. */
export async function compileShell(mjml: string): Promise<string> {
  const [html = ''] = await blocksOf(mjml, () => 'templates/mail/layout.mjml.hbs')
  return html
}
