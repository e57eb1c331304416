import { z } from 'zod'
import type { Client } from '../product.ts'

// One of each thing that an endpoint may be asked about, so that a refusal is about who asks and not about what is missing.

const idShape = z.looseObject({ id: z.string() })
const sureOf = (answer: { status: number; text: string; body: unknown }): string => {
  if (answer.status >= 300) throw new Error(answer.text)
  return idShape.parse(answer.body).id
}

/** What stands for each name in a path; and what some endpoints are sent, where an empty body would not reach the decision. */
export type Things = {
  params: { [name: string]: string }
  bodies: { [endpoint: string]: object }
  queries: { [endpoint: string]: string }
  apart: { [endpoint: string]: string }
}

export async function makeThings(admin: Client, spare: string): Promise<Things> {
  const person = (surname: string, email: string, role?: string) =>
    admin.api('POST', '/v1/customers', { kind: 'person', ...(role ? { role } : {}), fields: { surname }, identifiers: [{ kind: 'email', value: email }] })
  const customer = sureOf(await person('Петрова', 'olga@example.com'))
  const other = sureOf(await person('Иванова', 'nina@example.com'))
  const aside = sureOf(await person('Сидорова', 'aside@example.com'))
  const task = sureOf(await admin.api('POST', '/v1/tasks', { kind: 'task', what: 'Перезвонить', customer_id: customer }))
  const matter = sureOf(await admin.api('POST', '/v1/cases', { kind: 'question', subject: 'Где заказ', customer_id: customer }))
  const tag = sureOf(await admin.api('POST', '/v1/tags', { title: 'VIP' }))
  const key = idShape.parse(
    Object((await admin.api('POST', '/v1/api-keys', { kind: 'secret', title: 'Old', source: 'old', scopes: ['record'] })).body)['key'],
  ).id
  const file = sureOf(await admin.api('POST', `/v1/files/${customer}?name=a.txt`, { a: 1 }))
  const card = await admin.api('GET', `/v1/customers/${customer}/card`)
  const identifiers = z.looseObject({ identifiers: z.array(z.looseObject({ id: z.string() })) }).parse(card.body).identifiers
  const audience = sureOf(await admin.api('POST', '/v1/audiences', { title: 'All', rule: { all: [] } }).then(orNothing))
  const field = 'surname'
  return {
    params: {
      customer_id: customer,
      staff_id: spare,
      task_id: task,
      case_id: matter,
      tag_id: tag,
      key_id: key,
      file_id: file,
      identifier_id: identifiers[0]?.id ?? 'A'.repeat(22),
      audience_id: audience,
      role: 'till',
      purpose: 'security',
      notice: 'marketing',
      version: '1',
      kind: 'entered',
      field,
    },
    // Whoever is put aside is not the one whom all other calls are about.
    apart: { 'DELETE /v1/customers/:customer_id': aside, 'POST /v1/customers/:customer_id/restore': aside },
    queries: { 'POST /v1/files/:customer_id': '?name=b.txt', 'GET /v1/search': '?q=Петрова' },
    bodies: {
      'PUT /v1/customers/:customer_id/fields/:field': { value: 'Перова' },
      'POST /v1/customers/:customer_id/notes': { text: 'Звонила', kind: 'note', direction: 'none' },
      'POST /v1/customers/:customer_id/relations': { other_id: other, kind: 'family', title: null },
      'POST /v1/customers/:customer_id/identifiers': { kind: 'phone', value: '+79161234567' },
      'PUT /v1/customers/:customer_id/identifiers/:identifier_id': { shared: true },
      'PUT /v1/customers/:customer_id/owner': { staff_id: spare },
      'PUT /v1/customers/:customer_id/units': { units: [] },
      'POST /v1/customers': { kind: 'person', fields: { surname: 'Новая' }, identifiers: [] },
      'POST /v1/tasks': { kind: 'task', what: 'Написать', customer_id: customer },
      'POST /v1/interactions': { interactions: [] },
    },
  }
}

/** Where there is nothing to make it of, an id that is none. */
const orNothing = <A extends { status: number; text: string; body: unknown }>(answer: A) =>
  answer.status < 300 ? answer : { status: 200, text: '', body: { id: 'none' } }
