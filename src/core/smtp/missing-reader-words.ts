import { withoutAccents } from './bare-words.ts'

/** How a language says that a recipient does not exist. */
interface Wording {
  /** Words for the recipient, mailbox or address. */
  who: string
  /** Follows it within a few words. */
  missing: string
  /** Directly precedes it. */
  no: string
  /** If one of these is between the two, it is what is missing. */
  unless?: string
}

const english: Wording = {
  who: '(?:user(?:s|name|id)?|recipients?|(?:mail|in)-?box|mail box|account|address|addressee|customer|subscriber|alias|local[ -]part|person|employee)',
  missing:
    "(?:unknown|unavailable|not (?:be )?(?:found|known|present|recogni[sz]ed|active|local|available|valid|a valid)|disabled|inactive|invalid|deactivated|(?:is|was|been) (?:closed|terminated|deleted|removed|cancell?ed|retired)|unallocated|undeliverable|incorrect|left the (?:company|organi[sz]ation)|\\w{2,4}(?: not|n'?t) exists?|not exists?|non-?exist[ae]nt|no longer)",
  no: "(?:no such|unknown|unrecogni[sz]ed|invalid|illegal|bad|inactive|not our|not a (?:known|valid|local|registered)|non-?exist(?:[ae]nt|ing)|(?:can(?:'t|not)|do(?:es)?(?:n't| not)|could(?:n't| not)|unable to|not) (?:find|know|locate)(?: the| that| this)?)(?: or \\w+)?(?: e-?mail| virtual| local| gateway| final delivery)?",
  unless: 'server|service|system|database|lookup|verif|connection',
}

/** English and the other languages of mail servers. */
const wordings: Wording[] = [
  english,
  {
    who: '(?:utilisateur|destinataire|adresse|boite|compte)',
    missing:
      "(?:inconnue?|inexistante?|introuvable|invalide|(?:des|in)activee?|n'existe|n'a pas ete trouvee?)",
    no: '(?:aucune?)',
  },
  {
    who: '(?:benutzer|empf(?:a|ae)nger|adressat|teilnehmer|postfach|mailbox|adresse|konto)',
    missing:
      '(?:unbekannt|ung(?:u|ue)ltig|existiert (?:hier )?nicht|nicht (?:gefunden|vorhanden|bekannt)|deaktiviert)',
    no: '(?:unbekannte[rs]?|ung(?:u|ue)ltige[rs]?)',
  },
  {
    who: '(?:usuario|utilizador|destinatario|utente|casella|buzon|cuenta|conta|direccion|endereco|indirizzo|caixa)',
    missing:
      '(?:desconocid[oa]|desconhecid[oa]|sconosciut[oa]|inexistente|(?:no|nao|non) (?:existe|esiste|(?:se ha |foi |(?:e )?stat[oa] )?(?:encontrad[oa]|trovat[oa]))|in[av]alid[oa]|disabilitat[oa]|desativad[oa]|desactivad[oa])',
    no: '(?:(?:no|nao|non) (?:existe|esiste)(?: \\w{1,6})?)',
  },
  {
    who: '(?:gebruiker|ontvanger|geadresseerde|postbus|mailbox|adres)',
    missing: '(?:onbekend|ongeldig|bestaat niet|niet (?:gevonden|bekend))',
    no: '(?:onbekende?|ongeldige?)',
  },
  {
    who: '(?:uzytkownik|odbiorc|adresat|adres|skrzynk|konto|konta)\\p{L}*',
    missing: '(?:nie (?:istnieje|znaleziono|zosta[lł]\\p{L}* znalezion)|nieznan|nieprawid[lł]ow)',
    no: '(?:(?:nie ma|brak)(?: takiego| takiej)?|nieznan\\p{L}{1,4})',
  },
  {
    who: '(?:anvandare|mottagare|adress|bruger|modtager|bruker|mottaker|konto|postlada|postkasse)\\p{L}*',
    missing:
      '(?:okan[dt]|ukend[t]?|ukjent|(?:finn|find|eksister|exister)\\p{L}{1,3} (?:inte|ikke)|hitta[dst]{0,2}es? inte|ikke (?:funne[tn]|fundet))',
    no: '(?:okand|ukendt|ukjent)',
  },
  {
    who: '(?:vastaanottaj|kayttaj|osoite|postilaatikko)\\p{L}*',
    missing: '(?:tuntematon|ei (?:ole olemassa|loydy|loytynyt))',
    no: '(?:tuntematon)',
  },
  {
    who: '(?:uzivatel|pouzivatel|prijemc|prijemce|adresat|adresa|schrank|ucet)\\p{L}*',
    missing: '(?:neexistuj|neznam|nenalezen|neplatn|necunoscut|nu exista)',
    no: '(?:(?:neznam|neexistujici)\\p{L}{0,3})',
  },
  {
    who: '(?:felhasznalo|cimzett|postafiok)\\p{L}*',
    missing: '(?:ismeretlen|nem (?:letezik|talalhato|ismert))',
    no: '(?:ismeretlen|nincs ilyen)',
  },
  {
    who: '(?:kullan[iı]c[iı]|al[iı]c[iı]|adres|posta kutusu)\\p{L}*',
    missing: '(?:bulunamad|gecersiz|bilinmiyor|mevcut degil)',
    no: '(?:bilinmeyen|gecersiz)',
  },
  {
    who: '(?:пользовател|получател|адресат|адрес|ящик|аккаунт|користувач|одержувач)\\p{L}*',
    missing:
      '(?:не (?:найден|существует|зарегистрирован|известен|обнаружен|знайден|існує)|неизвест|отсутствует|нет *(?:$|[.,;!]))',
    no: '(?:(?:нет|неизвест|несуществующ|невідом)\\p{L}*(?: такого| данного)?)',
  },
  {
    who: '(?:用户|用戶|收件人|收信人|邮箱|郵箱|信箱|邮件地址|地址|帐号|账号|帳號|使用者)',
    missing: '(?:不存在|未找到|找不到|无效|無效|没有找到)',
    no: '(?:不存在的|未知的?|无效的?|無效的?|没有(?:此|该|这个)|查无此|查無此)',
  },
  {
    who: '(?:宛先|受信者|ユーザー?|アドレス|アカウント|メールボックス)',
    missing: '(?:見つかりません|存在しません|存在しない|不明|無効|ありません|ございません)',
    no: '(?:存在しない|不明な|無効な)',
  },
  {
    who: '(?:사용자|수신자|메일함|계정|주소)',
    missing: '(?:없|존재하지 않|찾을 수 없|알 수 없)',
    no: '(?:존재하지 않는|알 수 없는|없는)',
  },
  {
    who: '(?:משתמש|המשתמש|נמען|הנמען|כתובת|הכתובת)',
    missing: '(?:לא (?:קיי|נמצא|ידוע)|אינ[וה] קיי)',
    no: '(?:אין)',
  },
  {
    who: '(?:(?:ال)?مستخدم|(?:ال)?مستلم|العنوان|عنوان البريد|صندوق (?:ال)?بريد|(?:ال)?حساب)',
    missing: '(?:غير (?:موجود|معروف|صالح)|لا يوجد|لم يتم العثور)',
    no: '(?:لا يوجد|لم يتم العثور على)',
  },
  {
    who: '(?:کاربر|گیرنده|نشانی|آدرس|صندوق پستی|حساب)',
    missing: '(?:وجود ندارد|یافت نشد|پیدا نشد|ناشناس|نامعتبر)',
    no: '(?:چنین)',
  },
  {
    who: '(?:χρηστη|παραληπτη|διευθυνση|γραμματοκιβωτιο|λογαριασμ)\\p{L}{0,20}',
    missing: '(?:δεν (?:υπαρχει|βρεθηκε)|αγνωστ|ακυρ)',
    no: '(?:αγνωστ\\p{L}{1,3}|δεν υπαρχει|δεν βρεθηκε)(?: ο| η| το)?',
  },
  {
    who: '(?:utilizator\\p{L}*|destinatar\\p{L}*|adresa|contul|cutia postala)',
    missing: '(?:nu (?:exista|a fost gasit)|necunoscut|inexistent|invalid)',
    no: '(?:nu exista)',
  },
  {
    who: '(?:korisni[kc]|primatelj|primalac|prejemnik|uporabni[kc]|adresa|naslov)\\p{L}*',
    missing: '(?:ne (?:postoji|obstaja)|nij?e prona[dđ]en|nepoznat|neznan|nepostoje[cć])',
    no: '(?:nepoznat|neznan|nepostoje[cć])\\p{L}{0,2}',
  },
  {
    who: '(?:потребител|получател|адрес|корисник|прималац)\\p{L}*',
    missing: '(?:не (?:съществува|е намерен|постоји)|неизвест|непознат)',
    no: '(?:неизвест|непознат)\\p{L}{0,3}',
  },
  {
    who: '(?:nguoi (?:nhan|dung)|đia chi|hop thu|tai khoan)',
    missing: '(?:khong (?:ton tai|tim thay|hop le))',
    no: '(?:khong (?:tim thay|co|ton tai))',
  },
  {
    who: '(?:ผู้ใช้|ผู้รับ|ที่อยู่|กล่องจดหมาย|บัญชี)',
    missing: '(?:ไม่(?:มีอยู่|พบ|ถูกต้อง|รู้จัก))',
    no: '(?:ไม่(?:พบ|มี))',
  },
  {
    who: '(?:pengguna|penerima|alamat|kotak surat|akun)',
    missing: '(?:tidak (?:ada|dikenal|ditemukan|valid))',
    no: '(?:tidak (?:ada|ditemukan))',
  },
]

/** No word boundary: scripts without spaces have none. */
const start = '(?<![a-zα-ωа-я])'

/** Patterns for a reply normalised by `bare`. Gaps are bounded. */
export const missingReader: readonly string[] = wordings.flatMap(({ who, missing, no, unless }) => {
  const gap = `(?:${unless === undefined ? '' : `(?!${unless})`}[^.;:。]){0,60}`
  return [`${start}${who}${gap}${missing}`, `${start}${no} ?${who}(?! syntax)`].map(withoutAccents)
})
