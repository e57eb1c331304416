// What members of staff may be allowed to do: the whole list, in which every contract says who may call. A role is a choice
// of these (src/keep/access/roles); none of them goes round the gate, which decides by purpose whatever somebody is able to.

/** What each lets one do, in a plain sentence. */
export const abilities = {
  'customers.see': {
    en: 'See lists of customers, find them and open their cards, as far as a purpose covers it.',
    ru: 'Видеть списки клиентов, искать их и открывать карточки — в пределах целей.',
  },
  'customers.add': { en: 'Enter new customers by hand.', ru: 'Заводить новых клиентов вручную.' },
  'customers.change': {
    en: 'Change what is known of a customer: fields, notes, files, relations.',
    ru: 'Менять сведения о клиенте: поля, заметки, файлы, связи.',
  },
  'addresses.change': {
    en: 'Add, confirm and remove e-mails, phones and other addresses of a customer.',
    ru: 'Добавлять, подтверждать и удалять почту, телефоны и другие адреса клиента.',
  },
  'customers.tag': {
    en: 'Put tags on customers and say who is responsible for them.',
    ru: 'Ставить клиентам метки и назначать ответственных.',
  },
  'customers.join': { en: 'Join two cards of one person, and separate them again.', ru: 'Объединять две карточки одного человека и разделять их.' },
  'customers.erase': {
    en: 'Erase a customer for good, at their wish or when the time to keep them is over, and read the certificates.',
    ru: 'Стирать данные клиента навсегда — по его просьбе или по окончании срока хранения — и читать акты.',
  },
  'rights.work': {
    en: 'Answer customers who use their rights: corrections, restrictions, objections, complaints.',
    ru: 'Отвечать клиентам, которые пользуются своими правами: исправления, ограничения, возражения, жалобы.',
  },
  'consents.enter': {
    en: 'Enter consents and refusals that customers gave on paper or by phone.',
    ru: 'Вносить согласия и отказы, данные на бумаге или по телефону.',
  },
  'work.see': { en: 'See tasks, promises and cases.', ru: 'Видеть задачи, обещания и обращения.' },
  'work.do': { en: 'Keep tasks, promises and cases.', ru: 'Вести задачи, обещания и обращения.' },
  'leads.work': {
    en: 'Enter leads, take them, turn them down and make customers of them.',
    ru: 'Заводить лидов, брать в работу, отклонять и делать клиентами.',
  },
  'needs.answer': {
    en: 'Answer what customers look for, wish and worry about, also those who did not give their name.',
    ru: 'Отвечать на запросы, пожелания и тревоги клиентов, в том числе без имени.',
  },
  'sales.record': {
    en: 'Sell at the till: record purchases and see what a buyer usually takes, without a name.',
    ru: 'Продавать на кассе: записывать покупки и видеть, что покупатель обычно берёт, — без имени.',
  },
  'forms.keep': { en: 'Make forms for the company’s site, pause and retire them.', ru: 'Создавать формы для сайта, приостанавливать и убирать их.' },
  'campaigns.run': { en: 'Prepare campaigns, start and stop them.', ru: 'Готовить, запускать и останавливать рассылки.' },
  'imports.run': {
    en: 'Bring customers and records in from files, and take an import back.',
    ru: 'Загружать клиентов и записи из файлов и отменять загрузку.',
  },
  'exports.run': {
    en: 'Take customers out into a file; more than a hundred need a second person.',
    ru: 'Выгружать клиентов в файл; больше ста — с одобрения второго человека.',
  },
  'registers.keep': {
    en: 'Keep the registers: purposes, kinds of records, fields and topics.',
    ru: 'Вести реестры: цели, виды записей, поля и темы.',
  },
  'mailbox.read': { en: 'Read what the built-in mailbox caught.', ru: 'Читать письма, попавшие во встроенный почтовый ящик.' },
  'budgets.approve': {
    en: 'Approve a colleague’s request to open or export more people.',
    ru: 'Одобрять просьбы коллег открыть или выгрузить больше людей.',
  },
  'staff.manage': {
    en: 'Add people to the staff, give them roles and units, end their access.',
    ru: 'Добавлять сотрудников, назначать им роли и подразделения, закрывать доступ.',
  },
  'roles.manage': { en: 'Make roles and change what they may.', ru: 'Создавать роли и менять их права.' },
  'units.manage': { en: 'Make, rename and retire units: brands, shops, departments.', ru: 'Создавать, переименовывать и закрывать подразделения.' },
  'staff.preview': { en: 'See the console as a colleague sees it, without changing anything.', ru: 'Смотреть консоль глазами коллеги, ничего не меняя.' },
  'keys.manage': { en: 'Make and revoke keys of programs.', ru: 'Выдавать и отзывать ключи программ.' },
  'webhooks.manage': {
    en: 'Say which other systems are told of what, and look at how that went.',
    ru: 'Настраивать, каким системам о чём сообщать, и смотреть, как это прошло.',
  },
  'desk.see': {
    en: 'See the desk of the privacy officer: the register of processing, what was refused, and whose data was touched.',
    ru: 'Видеть стол ответственного за данные: реестр обработки, отказы и чьи данные были затронуты.',
  },
  'audit.read': { en: 'Read who did what in this installation.', ru: 'Читать журнал: кто и что делал в системе.' },
  'reports.see': {
    en: 'Make and read reports: figures without names, never of fewer than 20 people.',
    ru: 'Делать и читать отчёты: цифры без имён и никогда меньше чем о 20 людях.',
  },
  'analysis.sql': {
    en: 'Ask the facts in SQL, without names; every question is noted.',
    ru: 'Задавать вопросы к фактам на SQL — без имён; каждый вопрос записывается.',
  },
  'health.read': { en: 'See how the parts of the house are doing.', ru: 'Видеть, как работают части системы.' },
} as const

export type Ability = keyof typeof abilities
const isAbility = (code: string): code is Ability => Object.hasOwn(abilities, code)
export const abilityCodes: readonly Ability[] = Object.keys(abilities).filter(isAbility)
