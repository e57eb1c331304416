import { z } from 'zod'

// A JSON Schema, as zod prints it (2020-12), as a TypeScript type.

const schemaShape = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  allOf: z.array(z.unknown()).optional(),
  $ref: z.string().optional(),
  items: z.unknown().optional(),
  prefixItems: z.array(z.unknown()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  additionalProperties: z.unknown().optional(),
})

const simple: { readonly [type: string]: string } = { string: 'string', number: 'number', integer: 'number', boolean: 'boolean', null: 'null' }

/** What a schema takes or gives. A recursive part of a schema is `unknown`: the server says what is wrong with it. */
export function typeOf(schema: unknown): string {
  const s = schemaShape.safeParse(schema).data
  if (!s || s.$ref !== undefined) return 'unknown'
  if (s.const !== undefined) return JSON.stringify(s.const)
  if (s.enum) return either(s.enum.map((one) => JSON.stringify(one)))
  const choices = s.anyOf ?? s.oneOf
  if (choices) return either(choices.map(typeOf))
  if (s.allOf) return s.allOf.map((one) => `(${typeOf(one)})`).join(' & ')
  if (Array.isArray(s.type)) return either(s.type.map((type) => typeOf({ ...s, type })))
  if (s.type === 'array') return s.prefixItems ? `[${s.prefixItems.map(typeOf).join(', ')}]` : `(${typeOf(s.items)})[]`
  if (s.type === 'object') return objectOf(s)
  return simple[s.type ?? ''] ?? 'unknown'
}

function objectOf(s: z.output<typeof schemaShape>): string {
  const own = Object.entries(s.properties ?? {}).map(([name, part]) => {
    const shown = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)
    return `${shown}${s.required?.includes(name) ? '' : '?'}: ${typeOf(part)}`
  })
  const open = typeof s.additionalProperties === 'object' && own.length === 0 ? [`[name: string]: ${typeOf(s.additionalProperties)}`] : []
  const parts = [...own, ...open]
  return parts.length > 0 ? `{ ${parts.join('; ')} }` : 'Record<string, unknown>'
}

const either = (types: readonly string[]) => [...new Set(types)].join(' | ') || 'never'
