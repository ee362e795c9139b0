import { describe, expect, test } from 'vitest'
import { dkimRecord, readDkimRecords, zoneLine } from '../../src/core/smtp/dkim-record.ts'

const key = 'QUJD'.repeat(98)

describe('a key’s record in DNS', () => {
  test.for<[string[], string]>([
    [[dkimRecord(key)], 'fine'],
    [[`k=rsa ; p = ${key.slice(0, 50)} ${key.slice(50)} ;`], 'fine'],
    [['v=spf1 -all', dkimRecord(key)], 'fine'],
    [[], 'none'],
    [['v=spf1 -all'], 'none'],
    [['v=DKIM1; k=rsa; p='], 'another'],
    [['v=DKIM2; p=QUJD'], 'none'],
    [[dkimRecord(key), dkimRecord('QUJE')], 'another'],
    [['p'.repeat(10_000), ';=;=;'], 'none'],
  ])('%j → %s', ([texts, verdict]) => {
    expect(readDkimRecords(texts, key)).toBe(verdict)
  })
})

test('a record in a zone file consists of strings of at most 255 bytes', () => {
  const line = zoneLine('s._domainkey.example.org', dkimRecord(key))
  const pieces = [...line.matchAll(/"([^"]*)"/g)].map(([, piece = '']) => piece)
  expect(line).toMatch(/^s\._domainkey\.example\.org\. IN TXT \(/)
  expect(pieces.map((piece) => piece.length)).toEqual([255, dkimRecord(key).length - 255])
  expect(pieces.join('')).toBe(dkimRecord(key))
})
