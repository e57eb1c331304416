import { words } from './words.ts'

// Fields, identifiers, sources and categories of data by code.

export const fieldWords = words(
  'field',
  {
    name: 'Name', surname: 'Surname', patronymic: 'Patronymic', given_name: 'Name', former_surname: 'Former surname', short_name: 'Short name', address_as: 'How to address',
    form: 'Form of address', form_formal: 'Formally', form_informal: 'Informally', gender: 'Gender', birth_date: 'Date of birth', org_name: 'Organisation',
    inn: 'Tax number (INN)', kpp: 'KPP', ogrn: 'Registration number (OGRN)', job_title: 'Position', address: 'Address', site: 'Site', about: 'About',
    language: 'Language', contact: 'contact details', content: 'what was said and written', profile: 'details about the person', sensitive: 'sensitive details',
    pseudonym: 'an internal code', record: 'records', email: 'E-mail', phone: 'Phone', identifiers: 'addresses and numbers', timeline: 'the history',
    gender_m: 'Male', gender_f: 'Female', gender_male: 'Male', gender_female: 'Female', facts: 'dates, amounts and kinds of contact',
  },
  {
    name: 'Имя', surname: 'Фамилия', patronymic: 'Отчество', given_name: 'Имя', former_surname: 'Прежняя фамилия', short_name: 'Краткое имя', address_as: 'Как обращаться',
    form: 'Форма обращения', form_formal: 'На «вы»', form_informal: 'На «ты»', gender: 'Пол', birth_date: 'Дата рождения', org_name: 'Организация',
    inn: 'ИНН', kpp: 'КПП', ogrn: 'ОГРН', job_title: 'Должность', address: 'Адрес', site: 'Сайт', about: 'О клиенте',
    language: 'Язык', contact: 'контакты', content: 'тексты и разговоры', profile: 'сведения о человеке', sensitive: 'особые сведения',
    pseudonym: 'внутренний код', record: 'записи', email: 'Почта', phone: 'Телефон', identifiers: 'адреса и номера', timeline: 'история',
    gender_m: 'Мужской', gender_f: 'Женский', gender_male: 'Мужской', gender_female: 'Женский', facts: 'даты, суммы и виды обращений',
  },
)

export const identifierWords = words(
  'identifier',
  {
    user: 'Customer number', email: 'E-mail', phone: 'Phone', card: 'Loyalty card', anonymous: 'Browser', telegram: 'Telegram', whatsapp: 'WhatsApp',
    viber: 'Viber', vk: 'VK', max: 'MAX', external: 'In another system',
  },
  {
    user: 'Номер клиента', email: 'Почта', phone: 'Телефон', card: 'Карта', anonymous: 'Браузер', telegram: 'Telegram', whatsapp: 'WhatsApp',
    viber: 'Viber', vk: 'ВК', max: 'MAX', external: 'В другой системе',
  },
)

export const sourceWords = words(
  'source',
  {
    import: 'import', api: 'another system', staff: 'our staff', customer: 'the customer', self: 'the customer', town: 'the company’s records', segment: 'the site or app',
    form: 'a form', derived: 'worked out from other data', demo: 'the company’s records', record: 'the company’s systems', console: 'our staff', portal: 'the customer',
    source_of: 'from {{source}}',
  },
  {
    import: 'импорт', api: 'другая система', staff: 'сотрудник', customer: 'сам клиент', self: 'сам клиент', town: 'записи компании', segment: 'сайт или приложение',
    form: 'анкета', derived: 'вычислено по другим данным', demo: 'записи компании', record: 'системы компании', console: 'сотрудник', portal: 'сам клиент',
    source_of: 'источник: {{source}}',
  },
)
