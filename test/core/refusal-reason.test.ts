import { expect, test } from 'vitest'
import { readReason } from '../../src/core/smtp/refusal-reason.ts'

const answerToRcpt = (words: string) =>
  readReason({ code: 550, status: '', words, quoted: true, stage: 'recipient' })

test.for([
  'inactive user',
  'no such mail box',
  'this account has been cancelled',
  'mailbox terminated',
  "I can't find that user",
  'user left the company',
  'recipient is not in my validrcptto list',
  'user unknown or access denied',
  'reader@example.com...User unknown',
  'Boîte du destinataire inexistante',
  'Unbekannter Empfaenger',
  'No existe el buzón',
  'Onbekende gebruiker',
  'Nie ma takiego użytkownika',
  'Okänd mottagare',
  'Modtager findes ikke',
  'Tuntematon vastaanottaja',
  'Uživatel neexistuje',
  'Nincs ilyen felhasználó',
  'Kullanıcı bulunamadı',
  'Пользователь не существует',
  'Почтовый ящик не найден',
  '该用户不存在',
  'ユーザーが存在しません',
  '사용자를 찾을 수 없습니다',
  'הנמען לא קיים',
])('unknown user: %s', (words) => {
  expect(answerToRcpt(words)).toEqual({ reason: 'no-such-address', hard: true })
})

test.for([
  'unrouteable mail domain "away.example"',
  'the domain name away.example does not appear to be registered',
  'lookup of away.example responded with code NXDOMAIN',
  'no MX or A records for this domain',
])('unknown domain: %s', (words) => {
  expect(answerToRcpt(words)).toEqual({ reason: 'domain-gone', hard: true })
})

test.for([
  'unknown sender',
  'mailbox unavailable or access denied',
  'user unknown, temporarily',
  'the user has blocked you',
  'Abonnent hat sein Postfach voll',
  'no such attachment type',
  'address syntax: invalid address syntax',
])('not about the address: %s', (words) => {
  expect(answerToRcpt(words).hard).toBe(false)
})
