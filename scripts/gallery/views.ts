import { asWord } from './word.ts'
import type { Page } from 'playwright-core'

/** One way in which a mail client shows an e-mail. */
export interface View {
  name: string
  width: number
  scheme: 'light' | 'dark'
  pictures: boolean
  /** Changes the HTML before it is opened, as the client does. */
  rewrite(html: string): string
  /** Changes the opened page, as the client does. */
  after?(page: Page): Promise<void>
}

const plain = { scheme: 'light' as const, pictures: true, rewrite: (html: string) => html }
const withoutStyle = (html: string): string => html.replace(/<style\b[\s\S]*?<\/style>/g, '')
/** Outlook.com in dark mode: it marks the elements whose colours it changed, and the e-mail may react. */
const asOutlookCom = (html: string): string =>
  html
    .replace('<html', '<html data-ogsc="" data-ogsb=""')
    .replace(/@media \(prefers-color-scheme: dark\)/g, '@media not all')

export const views: View[] = [
  { name: 'light, 640', width: 640, ...plain },
  { name: 'light, 320', width: 320, ...plain },
  { name: 'dark, 640', width: 640, ...plain, scheme: 'dark' },
  { name: 'dark, 320', width: 320, ...plain, scheme: 'dark' },
  { name: 'dark by Outlook.com, 640', width: 640, ...plain, rewrite: asOutlookCom },
  { name: 'inverted by force, 640', width: 640, ...plain, after: (page) => page.evaluate('invertColors()') },
  { name: 'pictures off, 640', width: 640, ...plain, pictures: false },
  { name: 'pictures off, 320', width: 320, ...plain, pictures: false },
  { name: 'no style element, 320', width: 320, ...plain, rewrite: withoutStyle },
  { name: 'no style element, 640', width: 640, ...plain, rewrite: withoutStyle },
  { name: 'Word’s engine, 640', width: 640, ...plain, rewrite: asWord },
]
