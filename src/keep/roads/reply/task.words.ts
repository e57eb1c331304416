const by = { en: { email: 'by e-mail', sms: 'by SMS' }, ru: { email: 'по почте', sms: 'по SMS' } } as const

/** What a colleague reads who decides what a reply meant. */
export const taskWords = {
  en: (words: string, via: 'email' | 'sms') =>
    `Perhaps a wish not to be written to, ${by.en[via]}: “${words}”. Until you decide nothing goes to them unasked. Ask what they meant, enter it, and end the pause.`,
  ru: (words: string, via: 'email' | 'sms') =>
    `Возможно, просьба больше не писать, ${by.ru[via]}: «${words}». Пока вы не решите, рассылки этому человеку не уходят. Уточните, что имелось в виду, внесите это и снимите паузу.`,
} as const
