import { withoutAccents } from '../../../core/smtp/bare-words.ts'

/** How mail servers say in subjects and texts that an e-mail did not arrive, partly in their readers' languages. */
const otherLanguages = [
  'non (?:remis|delivre|distribue|recapitat)|echec (?:de (?:la )?|d.)?(?:remise|distribution|livraison|envoi)|(?:pu|pas) etre (?:delivre|remis|distribue|livre)',
  'unzustellbar|(?:nicht|konnte nicht) (?:zu)?(?:gestellt|zustell)|zustell(?:ung)?s?(?:fehler|status|benachrichtigung)|zustellung fehlgeschlagen',
  '(?:no|nao) (?:se )?(?:ha |foi |pudo |pode |puede |fue )?(?:podido |possivel )?(?:ser )?entreg|error (?:de|en la) entrega|entrega fallida|falha (?:na|de) entrega|devuelto|devolvid[oa]',
  'mancat[oa] (?:consegna|recapito)|impossibile (?:recapitare|consegnare)|consegna (?:fallita|non riuscita)|non e stato possibile (?:recapitare|consegnare)',
  'onbestelbaar|niet (?:worden )?(?:bezorgd|afgeleverd|besteld)',
  'nie(?:dor[eę]cz| dor[eę]cz|dostarcz| dostarcz| mog[lł]a? zosta[cć] (?:dor[eę]cz|dostarcz))',
  '(?:kunde|kunne|kan|kunde inte|gick) (?:inte|ikke|inte att) (?:leverer|bli leverer|blive? leverer|leveres)|(?:inte|ikke) levere(?:ra|t)|olevere|ulevere',
  'ei (?:voitu|voida) toimittaa|toimitus epaonnistui',
  'nedoruc|nelze dorucit|kezbesithetetlen|nem (?:sikerult )?kezbesit|teslim edilemedi|iletilemedi|nelivrat',
  'не (?:может быть |могло быть |было |был[оаи]? )?доставлен|недоставлен|ошибка доставки|не удалось доставить|невозможно доставить|не доставлено|не вдалося доставити',
  '退信|无法(?:投递|送达|发送|传递)|無法(?:投遞|送達|傳遞|傳送)|(?:投递|递送|发送|传送|傳送|投遞)失败|(?:傳送|投遞)失敗|未送达|被退回',
  '配信(?:不能|エラー|できません|に?失敗|されません)|送信(?:エラー|できません|に?失敗)|届きません|届けることができません|不達|未配達|配送(?:エラー|できません)',
  '반송|(?:배달|전송|전달)(?:되지| ?실패|할 수 없|하지 못)|לא (?:ניתן|היה ניתן) (?:היה )?למסור|לא נמסר|تعذر (?:تسليم|التسليم)|لم يتم (?:تسليم|التسليم)|غير قابل للتسليم|فشل (?:تسليم|التسليم)|تحویل داده نشد|قابل تحویل نیست|ارسال نشد',
  'δεν (?:είναι δυνατή η παράδοση|παραδόθηκε|ήταν δυνατή η παράδοση)|η παράδοση απέτυχε|αποτυχία παράδοσης|не може да бъде доставен|nije (?:moguće isporučiti|isporučen)|ni bilo mogoče dostaviti',
  'không (?:thể gửi|gửi được)|gửi (?:thư )?không thành công|ไม่สามารถส่ง|tidak (?:dapat|bisa) (?:dikirim|terkirim|disampaikan)|gagal (?:dikirim|terkirim)',
]
  .map(withoutAccents)
  .join('|')

const subjects = new RegExp(
  String.raw`undeliver(?:ed|able)|un-?deliver|deliver\w* (?:status|fail|problem|error|notif|report|delay|warning)|fail\w* deliver|delivery status|returned? (?:mail|to sender|e-?mail)|failure notice|mail (?:system error|failure|delivery|status)|fail(?:ed|ure) (?:mail|to deliver|delivery|notice)|could not be delivered|not delivered|mail error|non-?deliver|message (?:not|status|delayed)|warning: message|returning message|rejected|user unknown|no such user|bounced|dsn\b|unable to deliver|processing error|${otherLanguages}`,
  'iu',
)
const words = new RegExp(
  String.raw`\b(?:could not be delivered|(?:was not|not be|wasn't able to|wasn't|unable to|cannot|could not|couldn't|not yet been|not been) deliver(?:ed)?|undeliverable|undelivered|delivery (?:has )?failed|failed to deliver|delivery to the following|permanent(?:ly)? (?:fatal )?error|user unknown|unknown user|no such user|returned mail|has been returned|failed permanently|did not reach|not reach(?:ed)? the|could not be reached|non-?delivery|was not relayed|delivery problems|not a valid user|mailbox is full)\b|${otherLanguages}`,
  'iu',
)

export const subjectReportsFailure = (subject: string): boolean => subjects.test(withoutAccents(subject))
export const textReportsFailure = (text: string): boolean => words.test(withoutAccents(text.slice(0, 5000)))
