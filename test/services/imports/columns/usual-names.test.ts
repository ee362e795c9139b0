import { describe, expect, test } from 'vitest'
import { readMapped } from '../../../../src/services/imports/columns/read-mapped.ts'
import { readStatus } from '../../../../src/services/imports/columns/read-status.ts'
import { usualField } from '../../../../src/services/imports/columns/usual-names.ts'
import { opening } from '../files/opening.ts'

const person = ['email', 'first_name', 'last_name', 'status']
const whole = ['email', 'name', 'status']

describe('the columns of a list are known', () => {
  test.each([
    ['German', ['E-Mail-Adresse', 'Vorname', 'Nachname', 'Status'], person],
    ['French', ['Adresse électronique', 'Prénom', 'Nom', 'Statut'], person],
    ['French of Canada', ['Courriel', 'Nom complet', 'Statut de l’abonné'], whole],
    ['Spanish', ['Correo electrónico', 'Nombre', 'Apellidos', 'Estado de suscripción'], person],
    ['Italian', ['Indirizzo e-mail', 'Nome', 'Cognome', 'Stato iscrizione'], person],
    ['Portuguese', ['Endereço de e-mail', 'Nome', 'Sobrenome', 'Situação'], person],
    ['Dutch', ['E-mailadres', 'Voornaam', 'Achternaam', 'Status'], person],
    ['Polish', ['Adres e-mail', 'Imię', 'Nazwisko', 'Status'], person],
    ['Polish, whole names', ['Adres email', 'Imię i nazwisko', 'Status'], whole],
    ['Russian', ['Электронный адрес', 'Имя', 'Фамилия', 'Статус подписки'], person],
    ['Russian, whole names', ['Эл. почта', 'ФИО', 'Статус'], whole],
    ['Hebrew', ['דוא״ל', 'שם פרטי', 'שם משפחה', 'סטטוס'], person],
    ['Japanese', ['メールアドレス', '名', '姓', 'ステータス'], person],
    ['Japanese, half as wide', ['ﾒｰﾙｱﾄﾞﾚｽ', '氏名', '状態'], whole],
    ['simplified Chinese', ['电子邮箱', '姓名', '状态'], whole],
    ['traditional Chinese', ['電子郵件地址', '姓名', '訂閱狀態'], whole],
    ['Korean', ['이메일 주소', '이름', '성', '구독 상태'], person],
  ])('%s', (_, header, fields) => {
    expect(header.map(usualField)).toEqual(fields)
    expect(header.map((name) => usualField(name.normalize('NFD')))).toEqual(fields)
  })

  test.each([
    'Adresse',
    'Dirección',
    'Indirizzo',
    'Endereço',
    'Adres',
    'Адрес',
    'Почта',
    '住所',
    '地址',
    '信箱',
    '주소',
    'État',
    'Estado',
    'Stato',
    '州',
    '国',
    'País',
    'Pays',
    'Nom de société',
    'Nombre de la empresa',
    'Nazwa',
    'Bedrijfsnaam',
    '会社名',
    '公司名称',
    '회사명',
    'Отчество',
    'Segundo nombre',
    'Apelido',
    'ふりがな',
  ])('%s may be something else', (name) => {
    expect(usualField(name)).toBeNull()
  })
})

test.each([
  [
    'active',
    [
      'Abonné',
      'Suscrito',
      'Iscritto',
      'Ativo',
      'Aangemeld',
      'Zapisany',
      'Подписан',
      '購読中',
      '已订阅',
      '구독 중',
    ],
  ],
  [
    'pending',
    [
      'En attente',
      'Pendiente',
      'In attesa',
      'Pendente',
      'Onbevestigd',
      'Oczekujący',
      'Ожидает',
      '仮登録',
      '待确认',
      '미확인',
    ],
  ],
  [
    'unsubscribed',
    [
      'Désabonné',
      'Dado de baja',
      'Disiscritto',
      'Descadastrado',
      'Afgemeld',
      'Wypisany',
      'Отписан',
      '配信停止',
      '已退订',
      '수신 거부',
    ],
  ],
  [
    'suppressed',
    [
      'Rejeté',
      'Rebotado',
      'Respinto',
      'Devolvido',
      'Geblokkeerd',
      'Zablokowany',
      'Заблокирован',
      '不達',
      '退信',
      '반송',
    ],
  ],
])('who is %s, in other languages', (status, written) => {
  expect(written.map((word) => readStatus(word, null))).toEqual(written.map(() => status))
})

test.each([
  ['メール,姓,名,状態\nh@example.jp,山田,花子,購読中\n', '山田 花子'],
  ['이메일,이름,성\nk@example.kr,길동,홍\n', '홍 길동'],
  ['メール,姓,名\nj@example.jp,Smith,Jo\n', 'Jo Smith'],
  ['メール,名前,状態\nt@example.jp,田中,配信停止\n', '田中'],
  ['Correo electrónico;Nombre\nz@example.es;Zoe Ruiz\n', 'Zoe Ruiz'],
])('a whole list: %j', async (list, name) => {
  const { facts, rows } = await opening(Buffer.from(list), { name: 'list.csv' })
  const [row] = rows
  if (!row) throw new Error('the row is gone')
  const mapped = readMapped(row, { ...facts, columns: facts.guessed })
  expect(mapped).toMatchObject({ ok: true, row: { name, unread: [] } })
})
