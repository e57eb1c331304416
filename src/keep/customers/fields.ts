import type { Category } from '../keyring/index.ts'

// The personal fields every installation has. A company's own fields begin with x_ and stand in the registry custom_field.

type VaultCategory = Exclude<Category, 'content'>

const categories = {
  surname: 'contact',
  name: 'contact',
  patronymic: 'contact',
  former_surname: 'contact',
  short_name: 'contact',
  address_as: 'contact',
  form: 'profile',
  gender: 'profile',
  birth_date: 'profile',
  org_name: 'contact',
  inn: 'contact',
  kpp: 'contact',
  ogrn: 'contact',
  bik: 'contact',
  legal_form: 'profile',
  job_title: 'profile',
  address: 'contact',
  site: 'contact',
  about: 'profile',
} as const satisfies Record<string, VaultCategory>

export type Field = keyof typeof categories

export const isField = (name: string): name is Field => Object.hasOwn(categories, name)

/** Under which of the customer's keys a field is sealed. `own`: how a field of the company's own (x_…) was declared; one that was not is profile. */
export function categoryOf(field: string, own?: { category: 'profile' | 'sensitive' } | undefined): VaultCategory {
  return isField(field) ? categories[field] : (own?.category ?? 'profile')
}

/** What a sealed value of the vault is bound to (authenticated data). */
export const vaultPlace = (customer: number, field: string, version: number) => `vault\0${customer}\0${field}\0${version}`

/** What the sealed value of an identifier is bound to. */
export const identifierPlace = (customer: number, kind: string) => `identifier\0${customer}\0${kind}`

/** What the sealed content of an interaction, note, task, case … is bound to. */
export const contentPlace = (customer: number, kind: string, id: number) => `content\0${customer}\0${kind}\0${id}`
