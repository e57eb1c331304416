import type { z } from 'zod'
import type { Field } from '../../../keep/door/contract.ts'
import type { Opaque } from '../../../platform/ids/index.ts'
import type { field } from '../shapes.ts'

/** A field of a card as it stands outside. */
export function showField(ids: Opaque, f: Field): z.input<typeof field> {
  const { version, ...rest } = f
  return { ...rest, etag: ids.show('version', version), editable: !f.own?.retired }
}
