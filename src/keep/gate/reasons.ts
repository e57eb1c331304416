import type { Check } from '../terms/index.ts'

// Every reason the gate can give, with the check it comes from and its sentence for a person.

type Reason = { check: Check; en: string; ru: string }

const all = {
  unknown_customer: { check: 'present', en: 'We know nobody by this record.', ru: 'По этой записи мы никого не знаем.' },
  erased: { check: 'present', en: 'This person’s data was erased at their request.', ru: 'Данные этого человека удалены по его просьбе.' },
  restricted: {
    check: 'standing',
    en: 'This person has asked us to restrict the use of their data.',
    ru: 'Человек попросил ограничить использование своих данных.',
  },
  trashed: { check: 'standing', en: 'They are in the trash; restore them first.', ru: 'Клиент в корзине: сначала верните его оттуда.' },
  agreement_unfit: {
    check: 'agreement',
    en: 'What was agreed with this person does not cover this use.',
    ru: 'Договорённость с этим человеком не допускает такого использования.',
  },
  purpose_unknown: { check: 'purpose', en: 'No such purpose is registered.', ru: 'Такая цель не зарегистрирована.' },
  category_not_covered: { check: 'purpose', en: 'This purpose does not need that kind of data.', ru: 'Для этой цели такие данные не нужны.' },
  field_not_covered: { check: 'purpose', en: 'This purpose does not need one of these fields.', ru: 'Для этой цели одно из полей не нужно.' },
  channel_not_covered: { check: 'purpose', en: 'This purpose does not use that channel.', ru: 'Для этой цели такой канал связи не используется.' },
  topic_unknown: { check: 'purpose', en: 'No such topic is registered.', ru: 'Такая тема не зарегистрирована.' },
  unit_unknown: { check: 'purpose', en: 'No such unit is registered.', ru: 'Такое подразделение не зарегистрировано.' },
  kept_no_longer: {
    check: 'retention',
    en: 'It is too long since we had to do with them: for this purpose their data may not be used any more.',
    ru: 'С человеком слишком давно не было дел: для этой цели его данные использовать больше нельзя.',
  },
  stopped: { check: 'prohibition', en: 'They asked us not to contact them.', ru: 'Человек просил не обращаться к нему.' },
  objected: { check: 'prohibition', en: 'They objected to this use.', ru: 'Человек возразил против такого использования.' },
  child: {
    check: 'prohibition',
    en: 'They are a child, and no guardian has allowed this.',
    ru: 'Это ребёнок, и опекун этого не разрешил.',
  },
  inferred_channel: {
    check: 'prohibition',
    en: 'What comes by this channel is always left unanswered.',
    ru: 'На сообщения по этому каналу человек ни разу не откликнулся.',
  },
  consent_missing: { check: 'basis', en: 'They have not agreed to this.', ru: 'Согласия на это нет.' },
  consent_asked: { check: 'basis', en: 'They were asked and have not answered yet.', ru: 'Человека спросили, ответа пока нет.' },
  consent_refused: { check: 'basis', en: 'They were asked and said no.', ru: 'Человека спросили, он отказался.' },
  consent_withdrawn: { check: 'basis', en: 'They took their consent back.', ru: 'Человек отозвал согласие.' },
  consent_expired: { check: 'basis', en: 'Their consent has run out.', ru: 'Срок согласия истёк.' },
  consent_revoked: { check: 'basis', en: 'Their consent is no longer valid.', ru: 'Согласие больше не действует.' },
  open_complaint: { check: 'context', en: 'A complaint of theirs is open; first it is to be solved.', ru: 'Есть нерешённая жалоба: сначала её нужно решить.' },
  channel_forbidden: {
    check: 'context',
    en: 'The law does not let a company like ours use this channel here.',
    ru: 'Закон не позволяет такой компании использовать здесь этот канал.',
  },
  other_context: {
    check: 'context',
    en: 'Such a decision is made only from data that came from its own context.',
    ru: 'Такое решение принимают только по данным из того же контекста.',
  },
  channel_stopped: { check: 'channel', en: 'They asked us not to use this channel.', ru: 'Человек просил не писать по этому каналу.' },
  no_address: { check: 'channel', en: 'We have no address of theirs for this channel.', ru: 'Для этого канала у нас нет адреса.' },
  address_suppressed: { check: 'channel', en: 'This address must not be written to.', ru: 'На этот адрес писать нельзя.' },
  topic_stopped: { check: 'topic', en: 'They do not want to hear about this topic.', ru: 'Человек не хочет получать письма на эту тему.' },
  already_sent: { check: 'repeat', en: 'They have already had this.', ru: 'Человек уже получал это.' },
  paused: { check: 'pause', en: 'They have paused our messages.', ru: 'Человек приостановил сообщения.' },
  quiet_hours: { check: 'hours', en: 'It is a quiet hour for them.', ru: 'Сейчас у человека тихие часы.' },
  inferred_hours: { check: 'hours', en: 'They are never active at this hour.', ru: 'В эти часы человек никогда не бывает активен.' },
  cap_all: { check: 'pressure', en: 'They have had as many messages as we allow.', ru: 'Сообщений уже столько, сколько мы допускаем.' },
  cap_channel: {
    check: 'pressure',
    en: 'They have had as many messages by this channel as we allow.',
    ru: 'По этому каналу сообщений уже столько, сколько мы допускаем.',
  },
  cap_topic: {
    check: 'pressure',
    en: 'They have had as many messages on this topic as we allow.',
    ru: 'На эту тему сообщений уже столько, сколько мы допускаем.',
  },
  cap_unit: {
    check: 'pressure',
    en: 'They have had as many messages from this brand as we allow.',
    ru: 'От этого бренда сообщений уже столько, сколько мы допускаем.',
  },
  cap_household: {
    check: 'pressure',
    en: 'Their household has had as many letters by post as we allow.',
    ru: 'На одну семью писем по почте уже столько, сколько мы допускаем.',
  },
  cap_own: { check: 'pressure', en: 'They asked for fewer messages.', ru: 'Человек просил писать реже.' },
  ask_first: { check: 'ask', en: 'They want to be asked each time.', ru: 'Человек просит спрашивать каждый раз.' },
  ask_refused: { check: 'ask', en: 'They were asked lately and said no.', ru: 'Человека недавно спросили, он отказался.' },
} as const satisfies Record<string, Reason>

export type ReasonCode = keyof typeof all

export const reasonCodes: readonly ReasonCode[] = Object.keys(all).filter((code): code is ReasonCode => code in all)

/** The check a reason comes from. */
export const checkOf = (reason: ReasonCode): Check => all[reason].check

/** The reason as a sentence, and from when it is possible if it will be. Other languages than ru read English. */
export function sentence(reason: ReasonCode, language: string, later?: { at: Date; timeZone?: string | undefined }): string {
  const russian = language.toLowerCase().startsWith('ru')
  const words = all[reason][russian ? 'ru' : 'en']
  if (!later) return words
  const at = new Intl.DateTimeFormat(russian ? 'ru-RU' : 'en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: later.timeZone ?? 'UTC' }).format(
    later.at,
  )
  return russian ? `${words} Можно с ${at}.` : `${words} Possible from ${at}.`
}

/** All sentences, for a client that shows them itself. */
export function sentences(): { [code in ReasonCode]: { check: Check; en: string; ru: string } } {
  return all
}
