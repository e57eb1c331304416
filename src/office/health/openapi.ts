import { z } from 'zod'
import { type AnyEndpoint, abilities, type Who } from '../../platform/http/index.ts'
import { contracts } from './contracts.ts'

/** OpenAPI 3.1 of every declared endpoint, printed from the contracts. */
export function printOpenApi(version: string): object {
  const paths: { [path: string]: { [method: string]: object } } = {}
  for (const [slice, contract] of Object.entries(contracts)) {
    for (const [name, declared] of Object.entries(contract)) {
      const path = declared.path.replace(/:([a-z_]+)/g, '{$1}')
      paths[path] = { ...paths[path], [declared.method.toLowerCase()]: operation(slice, name, declared) }
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Rapport', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    'x-abilities': abilities,
    components: {
      securitySchemes: {
        staff: { type: 'apiKey', in: 'cookie', name: 'rapport_session' },
        customer: { type: 'apiKey', in: 'cookie', name: 'rapport_customer' },
        key: { type: 'http', scheme: 'bearer' },
      },
      schemas: {
        Problem: {
          type: 'object',
          required: ['type', 'title', 'status', 'detail', 'id'],
          properties: {
            type: { type: 'string' },
            title: { type: 'string' },
            status: { type: 'integer' },
            detail: { type: 'string' },
            place: { type: 'string' },
            id: { type: 'string' },
          },
        },
      },
    },
  }
}

function operation(slice: string, name: string, declared: AnyEndpoint): object {
  return {
    operationId: `${slice}.${name}`,
    tags: [slice],
    summary: declared.summary,
    ...abilitiesOf(declared.who),
    security: securityOf(declared.who),
    parameters: [...parameters('path', declared.params), ...parameters('query', declared.query)],
    ...(declared.body ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(declared.body) } } } } : {}),
    responses: {
      [declared.status ?? 200]:
        declared.status === 204
          ? { description: 'Done' }
          : { description: 'The answer', content: { 'application/json': { schema: schemaOf(declared.output) } } },
      default: { description: 'What went wrong, and where', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
    },
  }
}

function securityOf(who: Who): object[] {
  if (who === 'public') return []
  if (who === 'customer' || who === 'customer_or_guardian') return [{ customer: [] }]
  return [...('staff' in who ? [{ staff: [] }] : []), ...('key' in who && who.key ? [{ key: [who.key] }] : [])]
}

/** Members of staff need one of these abilities; what each lets one do stands under `x-abilities` of the whole. */
function abilitiesOf(who: Who): object {
  if (typeof who === 'string' || !('staff' in who)) return {}
  return { 'x-abilities': who.staff === 'any' ? [] : [...who.staff] }
}

function parameters(place: 'path' | 'query', schema: z.ZodType | undefined): object[] {
  if (!(schema instanceof z.ZodObject)) return []
  return Object.entries(schema.shape).map(([name, part]) => ({
    name,
    in: place,
    required: place === 'path' || !part.safeParse(undefined).success,
    schema: schemaOf(part),
  }))
}

const schemaOf = (schema: z.ZodType): object => z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input', unrepresentable: 'any' })
