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
  'Такого пользователя нет',
  'المستخدم غير موجود',
  'لم يتم العثور على صندوق البريد',
  'کاربر یافت نشد',
  'Ο χρήστης δεν υπάρχει',
  'Utilizatorul nu există',
  'Korisnik ne postoji',
  'Uporabnik ne obstaja',
  'Потребителят не съществува',
  'Người nhận không tồn tại',
  'ไม่พบผู้ใช้',
  'Penerima tidak ditemukan',
])('nobody is there: %s', (words) => {
  expect(answerToRcpt(words)).toEqual({ reason: 'no-such-address', hard: true })
})

test.for([
  'unrouteable mail domain "away.example"',
  'the domain name away.example does not appear to be registered',
  'lookup of away.example responded with code NXDOMAIN',
  'no MX or A records for this domain',
])('no domain: %s', (words) => {
  expect(answerToRcpt(words)).toEqual({ reason: 'domain-gone', hard: true })
})

test.for([
  '收件人邮箱已满',
  'メールボックスがいっぱいです',
  '메일함 용량 초과',
  'תיבת הדואר מלאה',
  'صندوق البريد ممتلئ',
  'صندوق پستی پر است',
  'Το γραμματοκιβώτιο είναι γεμάτο',
  'Почтовый ящик переполнен',
  'Posta kutusu dolu',
  'Skrzynka odbiorcy jest pełna',
  'Brevlådan är full',
  'De mailbox is vol',
  'Hộp thư đã đầy',
  'กล่องจดหมายเต็ม',
])('the mailbox is full: %s', (words) => {
  expect(answerToRcpt(words)).toEqual({ reason: 'mailbox-full', hard: false })
})

test.for([
  'unknown sender',
  'mailbox unavailable or access denied',
  'user unknown, temporarily',
  'the user has blocked you',
  'Abonnent hat sein Postfach voll',
  'no such attachment type',
  'address syntax: invalid address syntax',
  'У пользователя нет доступа',
  'the content is invalid',
  'contact us: invalid message',
])('says nothing against the address: %s', (words) => {
  expect(answerToRcpt(words).hard).toBe(false)
})

test.for(['5.2.121', '5.2.122'])('a limit per hour of Exchange: %s', (status) => {
  const words = 'RESOLVER.RST.RecipientPerSenderHourlyLimitExceeded'
  expect(readReason({ code: 550, status, words, quoted: true, stage: 'recipient' })).toEqual({
    reason: 'rate',
    hard: false,
  })
})
