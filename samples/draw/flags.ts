const field = (color: string): string => `<rect width="240" height="160" fill="${color}"/>`

/** Flags of invented countries, by the file's name; 240 × 160. */
export const flags: Record<string, string> = {
  xa:
    field('#1F3A52') +
    '<path d="M0 104H240V160H0Z" fill="#E9EEF1"/><path d="M0 104L60 58L96 92L132 48L190 104Z" fill="#7FA3B8"/><circle cx="188" cy="38" r="15" fill="#E9EEF1"/>',
  xb:
    field('#B5472F') +
    '<rect x="76" width="164" height="160" fill="#F3E9D2"/><circle cx="158" cy="80" r="38" fill="#D99A2B"/><circle cx="158" cy="80" r="24" fill="#F3E9D2"/>',
  xc:
    field('#0F6B6B') +
    '<path d="M0 0L120 80L0 160Z" fill="#F0C65A"/><path d="M150 58q18-18 36 0t36 0M150 84q18-18 36 0t36 0M150 110q18-18 36 0t36 0" fill="none" stroke="#F4F1E6" stroke-width="8"/>',
  xd:
    field('#4B2E5A') +
    '<path d="M0 124L240 0V36L0 160Z" fill="#D9C8A0"/><path d="M58 22l8 20 21 1-17 13 6 21-18-12-18 12 6-21-17-13 21-1z" fill="#D9C8A0"/>',
  xf:
    field('#3E5B2F') +
    '<rect y="52" width="240" height="56" fill="#EFE6CF"/><path d="M120 30L164 80L120 130L76 80Z" fill="#3E5B2F"/><path d="M120 54L143 80L120 106L97 80Z" fill="#C8892F"/>',
  xi:
    field('#EDF1F0') +
    '<rect width="240" height="40" fill="#33658A"/><rect y="120" width="240" height="40" fill="#33658A"/><path d="M120 52v56M96 66l48 28M144 66l-48 28" stroke="#A63D40" stroke-width="9" stroke-linecap="round"/>',
}
