import { badInput } from '../../platform/errors.ts'
import type { OwnField } from '../customers/index.ts'
import type { Purpose } from '../terms/index.ts'
import type { FormLanguage, Spec } from './contract.ts'

type Held = { purposes: ReadonlyMap<string, Purpose>; own: ReadonlyMap<string, OwnField>; units: ReadonlySet<string>; publicUrl: string }

/** Throws what is wrong with a form, with its place: nobody can be answered, a text is missing in a language, a box that asks for nothing. */
export function checkSpec(spec: Spec, held: Held): void {
  const names = spec.fields.map((f) => f.field)
  if (new Set(names).size !== names.length) throw badInput('fields: each field stands once', 'fields')
  if (new Set(spec.languages).size !== spec.languages.length) throw badInput('languages: each language stands once', 'languages')
  if (!names.includes('email') && !names.includes('phone')) throw badInput('fields: ask for an e-mail or a phone, or nobody can be answered', 'fields')
  for (const [i, { field, label }] of spec.fields.entries()) {
    const place = `fields[${i}]`
    const own = field.startsWith('x_') ? held.own.get(field) : undefined
    if (field.startsWith('x_') && (!own || own.retired)) throw badInput(`${place}: there is no field "${field}"; declare it first`, `${place}.field`)
    if (label) texts(label, spec.languages, `${place}.label`)
  }
  texts(spec.title, spec.languages, 'title')
  texts(spec.notice, spec.languages, 'notice')
  texts(spec.thanks, spec.languages, 'thanks')
  if (spec.intro && Object.values(spec.intro).some(Boolean)) texts(spec.intro, spec.languages, 'intro')
  if (!held.purposes.has(spec.purpose)) throw badInput(`purpose: there is no purpose "${spec.purpose}" in use`, 'purpose')
  if (spec.unit !== null && !held.units.has(spec.unit)) throw badInput(`unit: there is no unit "${spec.unit}"`, 'unit')
  for (const [i, box] of spec.consents.entries()) {
    const place = `consents[${i}]`
    const purpose = held.purposes.get(box.purpose)
    if (purpose?.legalBasis !== 'consent') throw badInput(`${place}.purpose: is not one that rests on consent`, `${place}.purpose`)
    if (box.channel !== '*' && !purpose.channels.includes(box.channel))
      throw badInput(`${place}.channel: this purpose does not use that channel`, `${place}.channel`)
    texts(box.text, spec.languages, `${place}.text`)
  }
  const boxes = spec.consents.map((box) => `${box.purpose} ${box.channel} ${box.topic}`)
  if (new Set(boxes).size !== boxes.length) throw badInput('consents: two boxes ask for the same', 'consents')
  const home = new URL(held.publicUrl).origin
  if (spec.redirect !== null && ![home, ...spec.origins].includes(new URL(spec.redirect).origin))
    throw badInput('redirect: leads to a site that is not among the origins of this form', 'redirect')
}

function texts(said: { en?: string | undefined; ru?: string | undefined }, languages: readonly FormLanguage[], place: string): void {
  const missing = languages.find((language) => !said[language])
  if (missing) throw badInput(`${place}.${missing}: is missing`, `${place}.${missing}`)
}
