import { describe, expect, test } from 'vitest'
import { compileCountries } from '../../src/curate/countries/countries.ts'
import { countryName } from '../../src/curate/countries/gazetteer.ts'

const find = compileCountries([])
const codes = (headline: string, summary = ''): string =>
  find({ headline, summary, declaredCountries: [] })
    .map(({ id }) => id)
    .sort()
    .join(' ')

describe('countries', () => {
  test.each([
    ['Iran agrees to inspections', '', 'IR'],
    ['Iranians vote', '', 'IR'],
    ['Pyongyang tests engine', '', 'KP'],
    ['The Kremlin answers', '', 'RU'],
    ['Downing Street silent', '', 'GB'],
    ['N. Korea shuts site', '', 'KP'],
    ["Côte d'Ivoire and cote d'ivoire", '', 'CI'],
    ['U.S.-led patrol leaves', 'Kabul thanked the crews.', 'AF US'],
    ['Talks end', 'VIENNA, March 3 (Sample Wire) - The envoy left without a word.', 'AT'],
    ['Blast at depot', 'NAIROBI (Sample Wire) -- A store burned down.', 'KE'],
    ['A lower house votes', 'The White House and the Élysée agreed.', 'FR US'],
    ['Nothing here', 'No place at all.', ''],
    // A place that only hosts
    ['Arms talks open in Muscat', 'Negotiators of Iran and Russia met in Oman on Monday.', 'IR RU'],
    ['Arms talks open in Muscat', 'The delegates met behind closed doors.', 'OM'],
    ['Bomb at talks in Nairobi', 'Envoys of Sudan and Chad were unhurt.', 'KE SD TD'],
  ])('%s %s: %s', (headline, summary, expected) => {
    expect(codes(headline, summary)).toBe(expected)
  })

  test.each([
    // Georgia: the country, or the state
    ['Georgia and Russia trade fire', '', 'GE RU'],
    ['Georgia governor signs bill', 'The Atlanta lawmaker was absent.', 'US'],
    ['Reactor starts in Augusta, Georgia', '', 'US'],
    ['Protests in Tbilisi, Georgia', '', 'GE'],
    // Jordan, Chad, Israel: the country, or a person
    ['Jordan signs pact', "Jordan's king was present.", 'JO'],
    ['Retired player speaks', 'Michael Jordan said so. Jordan left early.', ''],
    ['Court hears driver', 'Mr. Jordan denied it.', ''],
    ['A star returns', 'The actor Chad Marlow plays a sheriff.', ''],
    ['Chad closes border', 'Chad said rebels had crossed.', 'TD'],
    ['Jordan Foreign Ministry protests', '', 'JO'],
    // Names within names
    ['Papua New Guinea votes', '', 'PG'],
    ['Equatorial Guinea seizes ship', '', 'GQ'],
    ['Guinea-Bissau calm', '', 'GW'],
    ['Guinea counts votes', '', 'GN'],
    ['A guinea pig escapes', 'The Guinea pig was found.', ''],
    ['South Sudan and Sudan meet', '', 'SD SS'],
    ['Niger and Nigeria patrol', '', 'NE NG'],
    ['Nigeriens vote', '', 'NE'],
    ['New Jersey port closed', 'A yellow jersey was found in Jersey City.', 'US'],
    ['Jersey votes', '', 'JE'],
    ['Pipe leaks in New Mexico', '', 'US'],
    // Korea
    ['Korea nuclear talks stall', 'North Korea walked out.', 'KP'],
    ['Korea exports rise', 'Chips led.', 'KR'],
    ['Korean missiles on parade', '', 'KP'],
    ['Tension on the Korean peninsula', '', 'KP KR'],
    ['Korean families meet', 'North Korea and South Korea agreed.', 'KP KR'],
    // Words that only look like countries
    ['Tell us more', 'Join us and send us pictures.', ''],
    ['JOIN US TODAY', '', ''],
    ['Roast turkey for ten', 'Turkey dinner made easy; no china was broken.', ''],
    ['Turkey closes strait', '', 'TR'],
    ['Patrols in the South China Sea', '', ''],
    ['Persian Gulf patrols', '', ''],
    ['The Vienna Convention at sixty', '', ''],
    ['Latin American leaders gather', '', ''],
    ['As the New York Times wrote', '', ''],
    ['Paris, Texas, floods', '', 'US'],
    ['Drone hits plant in Kursk', 'Cabo Delgado was calm.', 'MZ RU'],
    ['Polish your silver before the feast', '', ''],
    ['Polish troops train at the border', '', 'PL'],
    ['Sudan red dye found in sauce', 'India ink was found too.', ''],
    ['Guinea worm is nearly gone', '', ''],
    ['Congo Republic votes', '', 'CG'],
    ['Congo rebels take a mine', '', 'CD'],
    ['Houthis fire at a ship', '', 'YE'],
    ['Georgia beats Alabama', '', 'US'],
    ['A former Soviet republic', '', ''],
    // Seats of organisations
    ['NATO ministers meet in Brussels', '', ''],
    ['Police search homes in Brussels', '', 'BE'],
  ])('trap: %s %s: %s', (headline, summary, expected) => {
    expect(codes(headline, summary)).toBe(expected)
  })

  test('a headline weighs more than a lead, a dateline more than what comes later', () => {
    const [first, second, third] = find({
      headline: 'Peru protests',
      summary: `CAIRO, Egypt (Sample Wire) - A note was sent. ${'It was long and dull. '.repeat(16)} Chile was copied.`,
      declaredCountries: [],
    })
    expect([first?.id, second?.id, third?.id]).toEqual(['PE', 'EG', 'CL'])
    expect(second?.words).toEqual(['Cairo', 'Egypt'])
  })

  test.each([
    ['Myanmar frees 300', 'BANGKOK (Sample Wire) - Buses left the prison.', 'MM'],
    ['Tehran, six powers to meet', 'BRUSSELS/CAIRO (Sample Wire) - A date was set.', 'IR'],
    ['Blast at depot', 'BANGKOK (Sample Wire) - Police in Thailand and Myanmar met.', 'MM TH'],
    ['A vote on gauges', 'TOPEKA, Kan. (Sample Wire) - It was held.', 'US'],
    ['Paris man charged', 'PARIS, Texas (Sample Wire) - He mailed powder.', 'US'],
  ])('where it was filed: %s, %s: %s', (headline, summary, expected) => {
    expect(codes(headline, summary)).toBe(expected)
  })

  test.each([
    ['American Airlines jet lands in Sydney', 'AU'],
    ['Russian-made tanks on parade in Cairo', 'EG'],
    ['Russian tanks on parade in Cairo', 'EG RU'],
    ['Rial falls against the American dollar in Tehran', 'IR'],
    ['Soviet emblems painted in Vilnius', 'LT'],
    ['Two Georgia reactors of Georgia Power delayed', 'US'],
    ['Both Koreas reopen hotline', 'KP KR'],
  ])('in passing: %s: %s', (headline, expected) => {
    expect(codes(headline)).toBe(expected)
  })

  test.each([
    ['Iranische Unterhändler in Seoul', 'IR KR'],
    ['Moskaus Botschafter trifft US-Präsidenten', 'RU US'],
    ['Wahl in Georgia', 'US'],
    ['Georgiens Parlament tagt', 'GE'],
    ['Atomgespräche in Wien', ''],
    ['Brand in Wien', 'AT'],
  ])('in German: %s: %s', (headline, expected) => {
    const found = find({ language: 'de-AT', headline, summary: '', declaredCountries: [] })
    expect(
      found
        .map(({ id }) => id)
        .sort()
        .join(' '),
    ).toBe(expected)
  })

  test('have names in the languages that there are, and English ones in others', () => {
    expect(['de', 'de-CH', 'en', 'fr'].map((language) => countryName('KP', [], language))).toEqual([
      'Nordkorea',
      'Nordkorea',
      'North Korea',
      'North Korea',
    ])
  })

  test("a newsroom's own countries are found like any other and may be declared by code or name", () => {
    const extra = [{ code: 'X-KV', name: 'Karvenia', aliases: ['Karvenian', 'Port Aldane', 'KVR'] }]
    const own = compileCountries(extra)
    expect(
      own({ headline: 'Karvenians vote in Port Aldane', summary: '', declaredCountries: [] })[0]?.words,
    ).toEqual(['Karvenians', 'Port Aldane'])
    for (const declared of ['X-KV', 'Karvenia', 'karvenia'])
      expect(own({ headline: 'A vote', summary: '', declaredCountries: [declared] })[0]?.id).toBe('X-KV')
    expect(
      own({ headline: 'A vote', summary: '', declaredCountries: ['fr', 'Iran', 'Nowhere'] }).map(
        ({ id }) => id,
      ),
    ).toEqual(['FR', 'IR'])
    expect(countryName('X-KV', extra)).toBe('Karvenia')
  })

  test('names are those that newspapers use', () => {
    expect(['IR', 'RU', 'US', 'KP', 'FR', 'SY', 'TZ', 'ZZ'].map((code) => countryName(code))).toEqual([
      'Iran',
      'Russia',
      'United States',
      'North Korea',
      'France',
      'Syria',
      'Tanzania',
      'ZZ',
    ])
  })
})
