import { z } from 'zod'
import { id, instant } from '../../platform/http/shapes.ts'

export const formats = ['csv', 'xlsx'] as const
export type ExportFormat = (typeof formats)[number]

/** `asking`: waits for a second person; `writing`: all rows are in and a workbook is made of them; `expired`: the file is destroyed. */
export const exportStates = ['asking', 'running', 'paused', 'writing', 'ready', 'declined', 'cancelled', 'failed', 'expired'] as const
export type ExportState = (typeof exportStates)[number]

/** So many persons may be exported within a day without a second person. */
export const exportAlone = 100
export const mostPersons = 1_000_000
/** A workbook's sheet has so many rows below its header. */
export const mostSheetPersons = 1_048_575

export type ColumnKind = 'text' | 'number' | 'money' | 'day' | 'time'
type Column = { kind: ColumnKind; en: string; ru: string }
/** Columns that the keep fills, with the category of what they open. */
type PersonalColumn = Column & { category: 'contact' | 'profile' | 'record'; field?: string }

export const personalColumns = {
  name: { kind: 'text', category: 'contact', en: 'Name', ru: 'Имя' },
  surname: { kind: 'text', category: 'contact', field: 'surname', en: 'Surname', ru: 'Фамилия' },
  given_name: { kind: 'text', category: 'contact', field: 'name', en: 'Given name', ru: 'Личное имя' },
  patronymic: { kind: 'text', category: 'contact', field: 'patronymic', en: 'Patronymic', ru: 'Отчество' },
  address_as: { kind: 'text', category: 'contact', field: 'address_as', en: 'How to address', ru: 'Как обращаться' },
  org_name: { kind: 'text', category: 'contact', field: 'org_name', en: 'Organisation', ru: 'Организация' },
  email: { kind: 'text', category: 'contact', en: 'E-mail', ru: 'Электронная почта' },
  phone: { kind: 'text', category: 'contact', en: 'Phone', ru: 'Телефон' },
  address: { kind: 'text', category: 'contact', field: 'address', en: 'Address', ru: 'Адрес' },
  birth_date: { kind: 'day', category: 'profile', field: 'birth_date', en: 'Date of birth', ru: 'Дата рождения' },
  gender: { kind: 'text', category: 'profile', field: 'gender', en: 'Gender', ru: 'Пол' },
  job_title: { kind: 'text', category: 'profile', field: 'job_title', en: 'Job title', ru: 'Должность' },
  inn: { kind: 'text', category: 'contact', field: 'inn', en: 'Taxpayer number (INN)', ru: 'ИНН' },
  kpp: { kind: 'text', category: 'contact', field: 'kpp', en: 'KPP', ru: 'КПП' },
  ogrn: { kind: 'text', category: 'contact', field: 'ogrn', en: 'OGRN', ru: 'ОГРН' },
  site: { kind: 'text', category: 'contact', field: 'site', en: 'Website', ru: 'Сайт' },
  about: { kind: 'text', category: 'profile', field: 'about', en: 'About', ru: 'О клиенте' },
  relations: { kind: 'text', category: 'record', en: 'Related people', ru: 'Связанные люди' },
} as const satisfies Record<string, PersonalColumn>

/** Columns that the office fills: codes, figures and dates. */
export const figureColumns = {
  id: { kind: 'text', en: 'Number in Rapport', ru: 'Номер в Rapport' },
  kind: { kind: 'text', en: 'Person or organisation', ru: 'Человек или организация' },
  role: { kind: 'text', en: 'Role', ru: 'Роль' },
  value_class: { kind: 'text', en: 'Value class', ru: 'Класс ценности' },
  since: { kind: 'day', en: 'Customer since', ru: 'Клиент с' },
  last_contact: { kind: 'time', en: 'Last contact', ru: 'Последний контакт' },
  last_channel: { kind: 'text', en: 'Channel of the last contact', ru: 'Канал последнего контакта' },
  purchases: { kind: 'number', en: 'Purchases', ru: 'Покупок' },
  last_purchase: { kind: 'day', en: 'Last purchase', ru: 'Последняя покупка' },
  spent: { kind: 'money', en: 'Spent', ru: 'Потрачено' },
  currency: { kind: 'text', en: 'Currency', ru: 'Валюта' },
  owner: { kind: 'text', en: 'Responsible', ru: 'Ответственный' },
  units: { kind: 'text', en: 'Units', ru: 'Подразделения' },
  tags: { kind: 'text', en: 'Tags', ru: 'Метки' },
  open_tasks: { kind: 'number', en: 'Open tasks', ru: 'Открытых задач' },
  open_cases: { kind: 'number', en: 'Open cases', ru: 'Открытых обращений' },
  next_task: { kind: 'time', en: 'Next task', ru: 'Ближайшая задача' },
  language: { kind: 'text', en: 'Language', ru: 'Язык' },
  country: { kind: 'text', en: 'Country', ru: 'Страна' },
  region: { kind: 'text', en: 'Region', ru: 'Регион' },
  age_band: { kind: 'text', en: 'Age', ru: 'Возраст' },
  birthday: { kind: 'text', en: 'Birthday (month and day)', ru: 'День рождения (месяц и день)' },
  has_email: { kind: 'text', en: 'Has an e-mail', ru: 'Есть почта' },
  has_phone: { kind: 'text', en: 'Has a phone', ru: 'Есть телефон' },
  created: { kind: 'day', en: 'Known since', ru: 'В базе с' },
} as const satisfies Record<string, Column>

export type PersonalName = keyof typeof personalColumns
export type FigureName = keyof typeof figureColumns

export const isPersonal = (column: string): column is PersonalName => Object.hasOwn(personalColumns, column)
export const isFigure = (column: string): column is FigureName => Object.hasOwn(figureColumns, column)

/** A company's own field, whatever its type, is the keep's. */
export const columnName = z
  .string()
  .max(64)
  .regex(/^[a-z][a-z0-9_]*$/, 'is not the name of a column')

/** Who gets the file: a company or a person, and how they are told of what changes (an address, a telephone). */
export const fileRecipient = z.object({ name: z.string().trim().min(2).max(200), reach: z.string().trim().min(3).max(300).nullable().default(null) })

export const counted = z.object({ reason: z.string(), count: z.int() })

const progress = z.object({ rows: z.int(), of: z.int(), percent: z.number(), rows_per_s: z.number(), seconds_left: z.number().nullable() })

/** An export as it stands. */
export const exportView = z.object({
  id,
  state: z.enum(exportStates),
  format: z.enum(formats),
  purpose: z.string(),
  why: z.string(),
  /** To whom the file is given; null: it stays in the company. */
  recipient: fileRecipient.nullable(),
  columns: z.array(z.string()),
  /** How many matched when it was asked for. */
  persons: z.int(),
  /** How many are in the file. */
  rows: z.int(),
  left_out: z.array(counted),
  progress: progress.nullable(),
  trouble: z.string().nullable(),
  made_by: z.object({ id, name: z.string(), role: z.string() }),
  own: z.boolean(),
  /** The second person's answer, where one is needed. */
  approval: z
    .object({
      state: z.enum(['asked', 'approved', 'declined']),
      by: z.object({ id, name: z.string() }).nullable(),
      at: instant.nullable(),
      /** What they wrote with a no. */
      why: z.string().nullable(),
      mine_to_give: z.boolean(),
    })
    .nullable(),
  size: z.int().nullable(),
  created_at: instant,
  started_at: instant.nullable(),
  ended_at: instant.nullable(),
  /** When the file is destroyed. */
  expires_at: instant.nullable(),
  downloads: z.int(),
})
export type ExportView = z.input<typeof exportView>
