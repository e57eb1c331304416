import { numberOf } from './customers.ts'
import { type Company, companies, type Relation, type Role, type TownOrganisation, type TownPerson } from './shapes.ts'

// Firms, schools and suppliers, each with the people one speaks to there. Tax numbers begin with 96, which no region has.

type Firm = {
  name: string
  role: Role
  people: readonly (readonly [surname: string, name: string, patronymic: string, gender: 'f' | 'm', title: string, job: string])[]
}

const school: Firm = {
  name: 'МАОУ «Школа № 7»',
  role: 'customer',
  people: [
    ['Тарасова', 'Ирина', 'Олеговна', 'f', 'director', 'директор'],
    ['Юдин', 'Глеб', 'Маркович', 'm', 'buyer', 'заведующий библиотекой'],
  ],
}
const museum: Firm = {
  name: 'Музей истории Городка',
  role: 'customer',
  people: [
    ['Верещагина', 'Алла', 'Юрьевна', 'f', 'director', 'директор'],
    ['Сомов', 'Пётр', 'Ильич', 'm', 'accountant', 'главный бухгалтер'],
  ],
}
const sawmill: Firm = {
  name: 'ООО «Лесопильный завод „Сосна“»',
  role: 'customer',
  people: [
    ['Дорохов', 'Геннадий', 'Павлович', 'm', 'director', 'генеральный директор'],
    ['Клюева', 'Марина', 'Андреевна', 'f', 'accountant', 'главный бухгалтер'],
    ['Мухин', 'Артём', 'Олегович', 'm', 'buyer', 'снабженец'],
  ],
}
const cafe: Firm = {
  name: 'ИП Аветисян Армен Гагикович',
  role: 'customer',
  people: [['Аветисян', 'Армен', 'Гагикович', 'm', 'director', 'владелец кафе «Ани»']],
}
const cleaning: Firm = { name: 'ООО «Чистый дом»', role: 'supplier', people: [['Пучкова', 'Лилия', 'Ринатовна', 'f', 'manager', 'управляющая']] }

/** Whom each house buys from and works with, besides the firms of the town that buy from everyone. */
const own: Record<Company, readonly Firm[]> = {
  bank: [
    { name: 'АО «Страховая палата»', role: 'partner', people: [['Бехтерев', 'Вадим', 'Ильич', 'm', 'manager', 'руководитель направления']] },
    { name: 'ООО «Инкассация-Сервис»', role: 'supplier', people: [['Жилин', 'Егор', 'Петрович', 'm', 'director', 'директор']] },
  ],
  hotel: [
    { name: 'ООО «Рыбное хозяйство „Плёсы“»', role: 'supplier', people: [['Ершов', 'Тихон', 'Савельевич', 'm', 'director', 'директор']] },
    { name: 'ООО «Дальние поезда»', role: 'partner', people: [['Лунина', 'Кира', 'Львовна', 'f', 'manager', 'менеджер по группам']] },
  ],
  kiosk: [{ name: 'ООО «Роспечать-Городок»', role: 'supplier', people: [['Чернова', 'Нина', 'Фоминична', 'f', 'manager', 'менеджер по доставке']] }],
  clinic: [
    { name: 'ООО «Лаборатория „Анализ“»', role: 'supplier', people: [['Бергман', 'Ефим', 'Наумович', 'm', 'director', 'заведующий']] },
    { name: 'АО «Страховая палата»', role: 'partner', people: [['Стрижова', 'Яна', 'Юрьевна', 'f', 'manager', 'куратор договоров']] },
  ],
  bookshop: [
    {
      name: 'ООО «Издательство „Тушь и кисть“»',
      role: 'supplier',
      people: [
        ['Ведерникова', 'Софья', 'Марковна', 'f', 'manager', 'отдел продаж'],
        ['Лапшин', 'Денис', 'Олегович', 'm', 'accountant', 'бухгалтер'],
      ],
    },
    { name: 'ООО «Книжный склад № 3»', role: 'supplier', people: [['Гуров', 'Захар', 'Ильич', 'm', 'manager', 'начальник склада']] },
    { name: 'Клуб «Восточный четверг»', role: 'partner', people: [['Шен', 'Александра', 'Львовна', 'f', 'director', 'ведущая клуба']] },
  ],
  florist: [
    { name: 'ИП Тюльпанова Вера Сергеевна', role: 'supplier', people: [['Тюльпанова', 'Вера', 'Сергеевна', 'f', 'director', 'теплицы']] },
    { name: 'ООО «Банкетный двор»', role: 'partner', people: [['Роговцев', 'Илья', 'Янович', 'm', 'manager', 'распорядитель']] },
  ],
  telecom: [
    { name: 'ООО «Кабельные сети»', role: 'supplier', people: [['Проводников', 'Юрий', 'Ильич', 'm', 'director', 'директор']] },
    { name: 'АО «Башня-Аренда»', role: 'partner', people: [['Высоцкая', 'Инна', 'Павловна', 'f', 'manager', 'менеджер']] },
  ],
}

/** The organisations of a company with the people one speaks to there; they are numbered after its `people`. */
export function organisationsOf(company: Company, people: number): { organisations: TownOrganisation[]; contacts: TownPerson[]; relations: Relation[] } {
  const found: { organisations: TownOrganisation[]; contacts: TownPerson[]; relations: Relation[] } = { organisations: [], contacts: [], relations: [] }
  let rank = people
  const firms = [school, museum, sawmill, cafe, cleaning, ...own[company]]
  firms.forEach((firm, n) => {
    const house = organisation(company, firm, n, rank++)
    found.organisations.push(house)
    firm.people.forEach((someone, m) => {
      const person = contact(company, firm, someone, rank++, `org${n}_${m}`)
      found.contacts.push(person)
      found.relations.push({ from: house.ref, to: person.ref, kind: 'contact_person', title: someone[4] })
    })
  })
  return found
}

function organisation(company: Company, firm: Firm, n: number, rank: number): TownOrganisation {
  const trader = firm.name.startsWith('ИП ')
  const serial = companies.indexOf(company) * 40 + n + 1
  const own = trader ? checked(`9601${String(serial).padStart(6, '0')}`) : checked(`9601${String(serial).padStart(5, '0')}`)
  return {
    kind: 'organisation',
    key: `org${n}`,
    ref: numberOf(company, rank),
    role: firm.role,
    org_name: firm.name,
    inn: own,
    ...(!trader && { kpp: '960101001' }),
    ogrn: trader ? withRemainder(`32196000000${String(serial).padStart(3, '0')}`, 13n) : withRemainder(`11996000${String(serial).padStart(4, '0')}`, 11n),
    address: `644999, г. Городок, ул. Мостовая, д. ${n + 2}`,
    language: 'ru',
    contacts: [
      { kind: 'email', value: `office${n}.${company}@firma.example` },
      { kind: 'phone', value: `+7945900${String(serial).padStart(4, '0')}` },
    ],
    known_for: 640 - n * 20,
  }
}

function contact(company: Company, firm: Firm, [surname, name, patronymic, gender, , job]: Firm['people'][number], rank: number, key: string): TownPerson {
  return {
    kind: 'person',
    key,
    ref: numberOf(company, rank),
    role: firm.role,
    surname,
    name,
    patronymic,
    gender,
    form: 'formal',
    language: 'ru',
    time_zone: 'Europe/Moscow',
    country: 'RU',
    job_title: job,
    contacts: [{ kind: 'phone', value: `+794591${String(companies.indexOf(company) * 1000 + rank).padStart(5, '0')}` }],
    shared: [],
    known_for: 600,
  }
}

/** An ИНН with its check digits: one after nine digits of a firm, two after ten of a person (order of the Federal Tax Service). */
export function checked(digits: string): string {
  const firm = [2, 4, 10, 3, 5, 9, 4, 6, 8]
  if (digits.length === 9) return digits + ((weighed(digits, firm) % 11) % 10)
  const eleven = digits + ((weighed(digits, [7, ...firm]) % 11) % 10)
  return eleven + ((weighed(eleven, [3, 7, ...firm]) % 11) % 10)
}

function weighed(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0)
}

/** An ОГРН (modulus 11) or ОГРНИП (modulus 13) with its last digit. */
function withRemainder(digits: string, modulus: bigint): string {
  return digits + String(BigInt(digits) % modulus).slice(-1)
}
