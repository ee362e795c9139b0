import type { Item, Sheet } from '../../src/core/edition.ts'

/** Invented headlines and summaries, as no sample source is in Hebrew. */
const stories = [
  [
    'פקחים יבקרו באתר ההעשרה השני של נורתלנד (WAI) לפני סוף החודש',
    'משרד החוץ הודיע כי פקחי הסוכנות (WAI) ייכנסו לאתר בסקארהולם לראשונה זה תשע שנים. האתר נבנה בתוך הר.',
  ],
  [
    'רעידת האדמה בכף הצפוני לא הייתה ניסוי גרעיני',
    'רשת הניטור השוותה נתונים של 19 תחנות וקבעה כי מדובר ברעידת אדמה טבעית. הממשלה ביקשה את הבדיקה.',
  ],
  [
    'סונדרה השמידה 41 טון של גז חרדל',
    'המשרד לאימות נשק כימי אישר כי המלאי האחרון הושמד במתקן באורו. ארבע מדינות עוד מחזיקות בנשק כזה.',
  ],
  ['שיגור טיל בליסטי מעל המצר האפור', 'הטיל שוגר מאתר טארן פוינט בשעות הערב ונפל בים הפתוח. לא דווח על נזק.'],
] as const

const topics: Record<string, string> = {
  nuclear: 'גרעין',
  biological: 'ביולוגי',
  chemical: 'כימי',
  missiles: 'טילים',
  terrorism: 'טרור',
  radiological: 'רדיולוגי',
  cyber: 'סייבר',
  diplomacy: 'דיפלומטיה ואמנות',
}

/** A sheet as a digest in Hebrew would have it: its words invented, its pictures and order the sheet's own. */
export function hebrew(sheet: Sheet): Sheet {
  const told = <T extends Item>(item: T): T => {
    const [headline, summary] = stories[item.storyId % stories.length] ?? stories[0]
    const sourceName = item.storyId % 2 === 0 ? 'סוכנות הצפון' : 'Coastal Times'
    const countries = item.countries.map(({ code }) => ({ code, name: 'נורתלנד' }))
    return { ...item, headline, summary, countries, sourceName, byline: null }
  }
  return {
    ...sheet,
    newsroom: {
      ...sheet.newsroom,
      tagline: 'חדשות יומיות על גרעין, נשק ביולוגי וכימי, טילים וטרור',
      analysisTitle: 'פרשנות',
    },
    digest: { ...sheet.digest, language: 'he', name: 'סוכנות הידיעות לביטחון' },
    topics: sheet.topics.map((topic) => ({ ...topic, name: topics[topic.id] ?? topic.name })),
    note: 'שני דיווחים מהבוקר חלוקים במספר הסוללות. אנו מביאים את שניהם עם מקורותיהם.',
    news: sheet.news.slice(0, 12).map((item) => ({ ...told(item), why: 'זה הביקור הראשון של זרים באתר.' })),
    analyses: sheet.analyses.map(told),
    corrections: sheet.corrections.map(told),
    earlier: sheet.earlier.map(told),
    profile: sheet.profile && {
      ...sheet.profile,
      name: 'נורתלנד',
      overview: 'נורתלנד החלה בתוכנית גרעין בסתר, הקפיאה אותה, ומאז הצהירה על שני מפעלי העשרה.',
      linkText: 'עוד על נורתלנד',
    },
  }
}
