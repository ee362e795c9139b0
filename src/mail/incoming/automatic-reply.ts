import type { IncomingMail } from './mime.ts'

const subjects =
  /^\s*(?:auto(?:matic|mated)?[ -]?(?:reply|response|replied|answer)|auto:|out of (?:the )?office|ooo\b|away\b|on (?:vacation|holiday|leave)|vacation|abwesen|automatische (?:antwort|r[uü]ckmeldung)|r[eé]ponse automatique|absence|absent|respuesta autom|fuera de la oficina|resposta autom|risposta autom|automatisch antwoord|afwezig|autosvar|自動(?:返信|応答)|מענה אוטומטי)/iu
const withinSubject =
  /\b(?:out of (?:the )?office|auto-?reply|automatic reply|vacation reply|away from (?:my|the) )/i

const gone =
  /\b(?:no longer (?:works?|working|with|employed|at|part of)|has left|have left|left the (?:company|organi[sz]ation|firm)|(?:is|am) no longer|does not work here|retired|nicht mehr (?:bei|im|in|f[uü]r)|ne (?:travaille|fait) plus|a quitt[eé]|ya no trabaja|non lavora pi[uù])\b/iu

/** Whether a program answered for a person (RFC 3834 §5, and the marks of older ones). */
export function isAutomatic({ headers, subject }: IncomingMail): boolean {
  const submitted = headers.get('auto-submitted')?.toLowerCase() ?? ''
  if (/^auto-(?:replied|generated|notified)/.test(submitted)) return true
  if (
    ['x-autoreply', 'x-autorespond', 'x-autoresponder', 'x-auto-response'].some((name) => headers.has(name))
  )
    return true
  if (/^auto.?repl/i.test(headers.get('precedence') ?? headers.get('x-precedence') ?? '')) return true
  return subjects.test(subject) || withinSubject.test(subject)
}

/** Whether an automatic reply says that the person reads there no longer: a hint, never a proof. */
export function saysGone({ subject, text }: IncomingMail): boolean {
  return gone.test(`${subject}\n${text.slice(0, 2000)}`)
}
