// What the demo says, in plain words, in the language of whoever started it.

export type Language = 'en' | 'ru'

/** `ru` when the system speaks Russian, else English. */
export function languageOf(env: { [name: string]: string | undefined }): Language {
  return (env['LC_ALL'] ?? env['LC_MESSAGES'] ?? env['LANG'] ?? '').toLowerCase().startsWith('ru') ? 'ru' : 'en'
}

type Texts = {
  intro(title: string, made: boolean): string
  again(title: string): string
  starting: string
  started(url: string): string
  staff: string
  staffDone(n: number): string
  registers: string
  registersDone(n: number): string
  life: string
  lifeDone(interactions: number, customers: number): string
  consents: string
  consentsDone(n: number): string
  work: string
  workDone(n: number): string
  classes: string
  classesDone(c: { first: number; second: number; third: number }): string
  audience: string
  audienceDone(first: number, reachable: number): string
  nobody: string
  earlier: string
  earlierDone(n: number): string
  thanks: string
  thanksDone(audience: number, sent: number): string
  leftOut: string
  mails: string
  mailsDone(n: number): string
  portal(name: string): string
  portalDone(o: { fields: number; uses: number; why: string }): string
  unsubscribe(name: string): string
  unsubscribed: string
  next: string
  nextDone(sent: number): string
  thinking: string
  thought(customers: number): string
  verify: string
  verified(line: string): string
  audienceTitle: string
  thanksTitle: string
  weekTitle: string
  fortnightTitle: string
  open: string
  console: string
  signIn: string
  mailbox: string
  till: string
  shelf: string
  customerPage: string
  folder: string
  stop: string
  checking: string
  allFound: string
  notFound(n: number): string
  because: { [code: string]: string }
}

const count = new Intl.NumberFormat('en')
const russian = new Intl.NumberFormat('ru')

const en: Texts = {
  intro: (title, made) => `${title}. ${made ? 'The town and everyone in it are made up.' : 'The orders are real, the addresses are made up.'}`,
  again: (title) => `${title} is here already, as of today; it is opened as you left it.`,
  starting: 'Start the database, the keep, the office and the analyst',
  started: (url) => url,
  staff: 'Set up the company and its staff',
  staffDone: (n) => `${n} people, each with a role`,
  registers: 'Register units, topics and kinds of interactions',
  registersDone: (n) => `${n} entries`,
  life: 'Record what happened between the company and its customers',
  lifeDone: (interactions, customers) => `${count.format(interactions)} interactions of ${count.format(customers)} customers`,
  consents: 'Enter who allowed what, with what proves it',
  consentsDone: (n) => `${count.format(n)} consents, refusals and withdrawals`,
  work: 'Enter relations, promises, tasks and complaints',
  workDone: (n) => `${n}`,
  classes: 'Compute value classes by recency, frequency and money',
  classesDone: (c) => `first ${c.first}, second ${c.second}, third ${c.third}`,
  audience: 'Build an audience: the first class that allows e-mail',
  audienceDone: (first, reachable) => `${reachable} of ${first}`,
  nobody: 'Nobody here allows e-mail: this house knows its people by card and phone. No letters, then.',
  earlier: 'Earlier this week two smaller mailings went out',
  earlierDone: (n) => `${n} letters`,
  thanks: 'Send the first class a thank-you with a regular’s discount',
  thanksDone: (audience, sent) => `${audience} chosen, ${sent} written to`,
  leftOut: 'left out',
  mails: 'Wait for the letters in the built-in mailbox',
  mailsDone: (n) => `${n} letters`,
  portal: (name) => `${name} opens the page by the link in the letter`,
  portalDone: (o) => `sees ${o.fields} things that are known, ${o.uses} uses of them, and why this letter came: ${o.why}`,
  unsubscribe: (name) => `${name} unsubscribes by the button of the mail program`,
  unsubscribed: 'acknowledged; nothing more can leave',
  next: 'Run the thank-you once more',
  nextDone: (sent) => `${sent} written to`,
  thinking: 'Work out what to expect of each customer: value, next purchase, likings, proposals',
  thought: (customers) => `${count.format(customers)} customers`,
  verify: 'Prove the receipts: chains, log and checkpoints (rapport verify)',
  verified: (line) => line,
  audienceTitle: 'First class, e-mail allowed',
  thanksTitle: 'Thank you, with a regular’s discount',
  weekTitle: 'Thank you for this week',
  fortnightTitle: 'Thank you for these two weeks',
  open: 'Open',
  console: 'console',
  signIn: 'sign in as',
  mailbox: 'mailbox',
  till: 'till',
  shelf: 'a new book',
  customerPage: 'page of a customer',
  folder: 'Everything is in',
  stop: 'Ctrl-C stops it.',
  checking: 'Look at it as a user would',
  allFound: 'Everything is as it should be.',
  notFound: (n) => `${n} ${n === 1 ? 'thing is' : 'things are'} not as it should be.`,
  because: { value_class: 'first-class customer', reach: 'e-mail is allowed', last_purchase: 'a purchase of late' },
}

const ru: Texts = {
  intro: (title, made) => `${title}. ${made ? 'Городок и все его жители выдуманы.' : 'Заказы настоящие, адреса выдуманы.'}`,
  again: (title) => `${title}: установка уже есть и открыта такой, какой вы её оставили.`,
  starting: 'Запускаем базу данных, хранилище, контору и аналитика',
  started: (url) => url,
  staff: 'Заводим компанию и сотрудников',
  staffDone: (n) => `${n} человек, у каждого своя роль`,
  registers: 'Заполняем реестры: подразделения, темы, виды взаимодействий',
  registersDone: (n) => `записей: ${n}`,
  life: 'Записываем всё, что было между компанией и клиентами',
  lifeDone: (interactions, customers) => `взаимодействий: ${russian.format(interactions)}, клиентов: ${russian.format(customers)}`,
  consents: 'Вносим, кто что разрешил и чем это подтверждено',
  consentsDone: (n) => `согласий, отказов и отзывов: ${russian.format(n)}`,
  work: 'Вносим связи, обещания, задачи и жалобы',
  workDone: (n) => `${n}`,
  classes: 'Считаем классы ценности: давность, частота, деньги',
  classesDone: (c) => `первый ${c.first}, второй ${c.second}, третий ${c.third}`,
  audience: 'Собираем аудиторию: первый класс с согласием на почту',
  audienceDone: (first, reachable) => `${reachable} из ${first}`,
  nobody: 'Здесь никто не разрешал писать на почту: людей знают по карте и телефону. Значит, без писем.',
  earlier: 'Раньше на этой неделе прошли две небольшие рассылки',
  earlierDone: (n) => `писем: ${n}`,
  thanks: 'Благодарим первый класс: скидка постоянного клиента',
  thanksDone: (audience, sent) => `выбрано ${audience}, написали ${sent}`,
  leftOut: 'не написали',
  mails: 'Ждём письма во встроенном ящике',
  mailsDone: (n) => `писем: ${n}`,
  portal: (name) => `${name}: страница клиента по ссылке из письма`,
  portalDone: (o) => `известно ${o.fields}, обращений к данным ${o.uses}; почему пришло письмо: ${o.why}`,
  unsubscribe: (name) => `${name}: отписка кнопкой почтовой программы`,
  unsubscribed: 'принята, больше ничего не уйдёт',
  next: 'Запускаем благодарность ещё раз',
  nextDone: (sent) => `написали ${sent}`,
  thinking: 'Считаем, чего ждать от каждого клиента: ценность, следующая покупка, вкусы, предложения',
  thought: (customers) => `клиентов: ${russian.format(customers)}`,
  verify: 'Проверяем квитанции: цепочки, журнал, контрольные точки (rapport verify)',
  verified: (line) => line,
  audienceTitle: 'Первый класс, почта разрешена',
  thanksTitle: 'Спасибо: скидка постоянного клиента',
  weekTitle: 'Спасибо за эту неделю',
  fortnightTitle: 'Спасибо за эти две недели',
  open: 'Откройте',
  console: 'рабочее место',
  signIn: 'вход',
  mailbox: 'почтовый ящик',
  till: 'касса',
  shelf: 'новая книга',
  customerPage: 'страница клиента',
  folder: 'Всё лежит в',
  stop: 'Остановить: Ctrl-C.',
  checking: 'Смотрим глазами пользователя',
  allFound: 'Всё как должно быть.',
  notFound: (n) => `Не как должно быть: ${n}.`,
  because: { value_class: 'клиент первого класса', reach: 'почта разрешена', last_purchase: 'недавняя покупка' },
}

export const words: { [L in Language]: Texts } = { en, ru }
