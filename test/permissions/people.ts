import type { TestContext } from 'node:test'
import { z } from 'zod'
import { confirmed } from '../../src/keep/access/factors/confirm.ts'
import { openCustomerSession } from '../../src/keep/access/index.ts'
import { opaque } from '../../src/platform/ids/index.ts'
import { insideKeep, secretOf } from '../attack/inside.ts'
import { type As, type Client, type Product, startProduct } from '../product.ts'

/**
 * Who asks, in the order of the table's columns. `till` is a role of the company's own: its own units, names only, no changes.
 * `as-clerk` is an administrator who looks through a clerk's eyes: they change nothing but to be themselves again.
 */
export const askers = [
  'admin',
  'privacy',
  'marketer',
  'clerk',
  'analyst',
  'till',
  'as-clerk',
  'key:record',
  'key:read',
  'key:change',
  'key:import',
  'key:consents',
  'key:registers',
  'customer',
  'nobody',
] as const
export type AskerName = (typeof askers)[number]

export type Cast = { product: Product; admin: Client; as: { [asker in AskerName]: As }; spare: string }

const password = 'a long password of everybody'
const madeShape = z.looseObject({ id: z.string() })

/** A product with one of each who may ask, and a colleague who may be dismissed. */
export async function castOf(t: Pick<TestContext, 'after'>): Promise<Cast> {
  const product = await startProduct(t)
  const admin = await product.setUp()
  const till = { title: { en: 'Till', ru: 'Касса' }, abilities: ['customers.see', 'work.see', 'work.do'], sees: ['contact'], changes: [], scope: 'own' }
  await sure(admin.api('PUT', '/v1/roles/till', { ...till, purposes: ['service'], from: 0 }))
  const add = (role: string, name: string = role) => sure(admin.api('POST', '/v1/staff', { name, email: `${name}@shop.example`, password, role }))
  const signedIn = async (role: string): Promise<As> => {
    await add(role)
    const client = product.client()
    await sure(client.api('POST', '/v1/session', { email: `${role}@shop.example`, password }))
    return { cookie: client.cookie() }
  }
  const asClerk = async (): Promise<As> => {
    const clerk = madeShape.parse((await add('clerk', 'seen')).body).id
    await add('admin', 'watcher')
    const client = product.client()
    await sure(client.api('POST', '/v1/session', { email: 'watcher@shop.example', password }))
    await sure(client.api('POST', '/v1/session/seeing', { staff_id: clerk }))
    return { cookie: client.cookie() }
  }
  const withKey = async (scopes: string[]): Promise<As> => {
    const made = await sure(admin.api('POST', '/v1/api-keys', { kind: 'secret', title: scopes.join(' '), source: 'shop', scopes }))
    return { key: String(Object(made.body)['secret']) }
  }
  return {
    product,
    admin,
    spare: madeShape.parse((await add('clerk', 'spare')).body).id,
    as: {
      admin: { cookie: admin.cookie() },
      privacy: await signedIn('privacy'),
      marketer: await signedIn('marketer'),
      clerk: await signedIn('clerk'),
      analyst: await signedIn('analyst'),
      till: await signedIn('till'),
      'as-clerk': await asClerk(),
      'key:record': await withKey(['record']),
      'key:read': await withKey(['read']),
      'key:change': await withKey(['read', 'change']),
      'key:import': await withKey(['import']),
      'key:consents': await withKey(['consents']),
      'key:registers': await withKey(['registers']),
      customer: {},
      nobody: {},
    },
  }
}

/** The session of a customer who is there. */
export async function customersSession(t: Pick<TestContext, 'after'>, product: Product, shown: string): Promise<As> {
  const now = new Date()
  const customer = opaque(secretOf(product, 'ids')).read('customer', shown) ?? -1
  const keep = await insideKeep(t, product, now)
  const { token } = await openCustomerSession(keep, { customer, device: 'test' }, now)
  // As whoever has just shown that it is them: what is asked of them besides is no matter of who may.
  await confirmed(keep, token, now)
  return { cookie: `rapport_customer=${token}` }
}

async function sure<A extends { status: number; text: string }>(answering: Promise<A>): Promise<A> {
  const answer = await answering
  if (answer.status >= 300) throw new Error(answer.text)
  return answer
}
