import * as forms from '../../../src/keep/forms/contract.ts'
import * as console_ from '../../../src/office/console/contract.ts'
import * as leads from '../../../src/office/leads/contract.ts'
import type { Town } from '../index.ts'
import type { Moved } from './load.ts'
import { ask, visitor } from './visitor.ts'

// Who came lately: a form on the company's site with answers, leads entered by hand, and somebody who was entered twice. So that the
// pages of leads, forms and duplicates have something to show.

const form = 'write-to-us'

const spec = {
  title: { en: 'Write to us', ru: 'Напишите нам' },
  intro: { en: 'We answer on the same day.', ru: 'Отвечаем в тот же день.' },
  languages: ['en' as const, 'ru' as const],
  fields: [
    { field: 'name' as const, required: true },
    { field: 'email' as const, required: true },
    { field: 'message' as const, required: false },
  ],
  along: { campaign: 'site' },
  purpose: 'service',
  notice: { en: 'We use your answer to write back to you.', ru: 'Ответ нужен нам, чтобы вам написать.' },
  consents: [{ purpose: 'marketing', channel: 'email', topic: null, text: { en: 'Send me news', ru: 'Присылайте новости' } }],
  thanks: { en: 'Thank you, we will write back.', ru: 'Спасибо, мы ответим.' },
}

const people = {
  ru: {
    wrote: [
      { name: 'Тимофей Раков', email: 'rakov@newcomers.example', message: 'Подскажите, работаете ли вы в воскресенье?', consents: [0] },
      { name: 'Лидия Осокина', email: 'osokina@newcomers.example', message: 'Хочу заказать подарок к юбилею.', consents: [] },
    ],
    called: [
      { name: 'Глеб', surname: 'Чагин', phone: '+79165550171' },
      { name: 'Нина', surname: 'Вешнякова', phone: '+79165550172' },
    ],
    twice: [
      { name: 'Елена', surname: 'Соловьёва', birth_date: '1986-03-14', phone: '+79165550173' },
      { name: 'Лена', surname: 'Соловьева', birth_date: '1986-03-14', phone: '+79165550174' },
    ],
  },
  en: {
    wrote: [
      { name: 'Rupert Finch', email: 'finch@newcomers.example', message: 'Are you open on Sundays?', consents: [0] },
      { name: 'Lydia Marsh', email: 'marsh@newcomers.example', message: 'I am looking for a present.', consents: [] },
    ],
    called: [
      { name: 'Toby', surname: 'Larkham', phone: '+12025550171' },
      { name: 'Nina', surname: 'Westcott', phone: '+12025550172' },
    ],
    twice: [
      { name: 'Catherine', surname: 'Holloway', birth_date: '1986-03-14', phone: '+12025550173' },
      { name: 'Kate', surname: 'Holoway', birth_date: '1986-03-14', phone: '+12025550174' },
    ],
  },
} as const

/** What is spoken in the shop, whoever starts the demo. */
export const tongueOf = (world: Town) => (world.company === 'superstore' ? 'en' : 'ru')

/** Who ticked that they want letters: they are asked by one whether it was them, and get no other before they say yes. */
export const tickedBy = (world: Town): string[] => people[tongueOf(world)].wrote.filter(({ consents }) => consents.length > 0).map(({ email }) => email)

/** Puts the form on the site and opens it for each who will write: people take their time, and the form knows. */
export async function openForm(m: Moved, world: Town): Promise<string[]> {
  await ask(m.owner, forms.saveForm, { params: { form }, body: spec })
  const passes: string[] = []
  for (const _ of people[tongueOf(world)].wrote) passes.push((await ask(visitor(m.site), forms.openForm, { params: { form }, query: {} })).pass)
  return passes
}

/** They write, call, and are entered twice. */
export async function meetNewcomers(m: Moved, world: Town, passes: readonly string[]): Promise<void> {
  const language = tongueOf(world)
  const { wrote, called, twice } = people[language]
  for (const [i, { name, email, message, consents }] of wrote.entries())
    await ask(visitor(m.site), forms.answerForm, {
      params: { form },
      body: { pass: passes[i] ?? '', language, values: { name, email, message }, consents: [...consents] },
    })
  for (const { phone, ...fields } of called)
    await ask(m.owner, leads.addLead, { body: { kind: 'person', fields, identifiers: [{ kind: 'phone', value: phone }], language } })
  for (const { phone, ...fields } of twice)
    await ask(m.owner, console_.addCustomer, { body: { kind: 'person', fields, identifiers: [{ kind: 'phone', value: phone }], language } })
}
