import { type Filter, filter as filterShape } from '../../../src/office/lists/shapes.ts'

// A filter in an address: arrays instead of objects, then base64url, so that it is short and no messenger breaks it.

type Packed = readonly unknown[]
const joins = ['all', 'any', 'not'] as const

export function pack(filter: Filter): string {
  const bytes = new TextEncoder().encode(JSON.stringify(packed(filter)))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

function packed(filter: Filter): Packed {
  if ('all' in filter) return [0, ...filter.all.map(packed)]
  if ('any' in filter) return [1, ...filter.any.map(packed)]
  if ('not' in filter) return [2, packed(filter.not)]
  return filter.value === undefined ? [filter.column, filter.is] : [filter.column, filter.is, filter.value]
}

/** What stands in an address; undefined when it is no filter. */
export function unpack(text: string): Filter | undefined {
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0))
    const read = filterShape.safeParse(unpacked(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))))
    return read.success ? read.data : undefined
  } catch {
    return undefined
  }
}

function unpacked(node: unknown): unknown {
  if (!Array.isArray(node)) return undefined
  const [head, ...rest]: unknown[] = node
  if (typeof head === 'string') return { column: head, is: rest[0], ...(rest.length > 1 ? { value: rest[1] } : {}) }
  const join = typeof head === 'number' ? joins[head] : undefined
  if (join === undefined) return undefined
  return join === 'not' ? { not: unpacked(rest[0]) } : { [join]: rest.map(unpacked) }
}
