import { normaliseIdentifier } from '../../customers/index.ts'
import type { IdentifierKind } from '../../interactions/index.ts'
import { wholeNumber } from '../orders/head.ts'
import type { Left } from '../run/preset.ts'
import type { Mapping, Target } from '../shapes.ts'

// Cells that point at somebody.

export const pointerOf: Partial<Record<Target, IdentifierKind>> = {
  customer_number: 'user',
  email: 'email',
  phone: 'phone',
  card: 'card',
  external: 'external',
  telegram: 'telegram',
  whatsapp: 'whatsapp',
  viber: 'viber',
  vk: 'vk',
  max: 'max',
}
type PointedAt = { values: string[] /** Why something in the cell points at nobody. */; bad: Left['reason'] | undefined }

/** What a cell holds of one kind, as identifiers are kept. A cell may hold several addresses. `home`: the country of telephones that name none. */
export function pointedAt(kind: IdentifierKind, text: string, { home, mapping }: { home: string; mapping: Mapping }): PointedAt {
  const found: PointedAt = { values: [], bad: undefined }
  const parts = kind === 'email' ? text.split(/[,;\s]+/) : kind === 'phone' ? text.split(/[,;\n/]+/) : [text]
  for (const part of parts) {
    if (part.trim() === '') continue
    const given = kind === 'user' ? wholeNumber(part) : kind === 'external' ? externalOf(part.trim(), mapping) : part
    const normal = normaliseIdentifier(kind, given, home)
    if ('problem' in normal) found.bad = kind === 'email' ? 'bad_email' : kind === 'phone' ? 'bad_phone' : 'bad_value'
    else found.values.push(normal.value)
  }
  return found
}

/** A number in another system means something only together with that system's name. */
const externalOf = (value: string, mapping: Mapping) => (value.includes(':') ? value : `${mapping.source}:${value}`)
