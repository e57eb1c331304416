import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { fold, genderOf } from '../customers/index.ts'

// What of a person cannot be so. Values in, codes out: `field:why`.

/** What is looked at of one person, opened. */
export type Looked = {
  fields: { readonly [field: string]: string | undefined }
  phones: readonly string[]
  country: string | null
  /** When they bought for the first time. */
  firstPurchase: Date | null
  /** What different systems last said of a field, where nobody has said since which is right. */
  said: ReadonlyMap<string, readonly string[]>
}

const oldest = 110

/** What contradicts what, in the order of fields; nothing when all may be so. */
export function againstOf({ fields, phones, country, firstPurchase, said }: Looked, today: Date): string[] {
  const found = new Set<string>()
  for (const [field, values] of said) if (new Set(values.map(fold)).size > 1) found.add(`${field}:sources_differ`)
  const birth = fields['birth_date']
  if (birth && firstPurchase && birth > firstPurchase.toISOString().slice(0, 10)) found.add('birth_date:after_purchase')
  if (birth && Number(birth.slice(0, 4)) < today.getUTCFullYear() - oldest) found.add('birth_date:too_old')
  const home = phones.map((phone) => parsePhoneNumberFromString(phone)?.country)
  if (country && home.length > 0 && home.every((of) => of !== undefined && of !== country)) found.add('phone:other_country')
  const { gender, patronymic } = fields
  const shown = genderOf({ patronymic })
  if (gender && shown && genderOf({ gender }) !== null && genderOf({ gender }) !== shown) found.add('gender:patronymic')
  return [...found].sort()
}
