import { createHash } from 'node:crypto'
import { type Need, needs } from '../terms/index.ts'

// The agreements of IEEE 7012 as the Data Privacy Vocabulary registers them (w3c/dpv 2.3, standards/ieee/7012/modules/agreement.ttl; W3C document
// licence). IEEE's own texts are not public: what is hashed is the registry's definition.

/** What data may be used for beyond serving somebody, by the company itself; `sharing`: with others, fully anonymised. */
export const uses = needs
export type Use = Need
export type Agreement = { id: string; uses: readonly Use[]; portability: boolean; text: string }

const namespace = 'https://w3id.org/dpv/standards/ieee/7012#'
const third = 'by 3rd Party'
const sharesNothing = 'and prohibits sharing any data with 3rd Party'
const portable = ', with an obligation for Data Portability'

/** Each in two forms: as it is, and with the duty to hand data over in a form that others can read (-DP). */
const pairs: readonly [id: string, uses: readonly Use[], text: string, portableText: string][] = [
  [
    'SD-BASE',
    [],
    `Term that requires Service Delivery, and prohibits Analytics, Tracking, or Profiling by 2nd and 3rd Party, ${sharesNothing}`,
    `Term that requires Service Delivery${portable}, and prohibits Analytics, Tracking, or Profiling by 2nd and 3rd Party, ${sharesNothing}`,
  ],
  [
    'SD-BASE-A',
    ['analytics'],
    `Term that requires Service Delivery and permits Analytics, and prohibits Analytics ${third}, prohibits Tracking, or Profiling by 2nd and 3rd Party, ${sharesNothing}`,
    `Term that requires Service Delivery and permits Analytics${portable}, and prohibits Analytics ${third}, prohibits Tracking or Profiling by 2nd and 3rd Party, ${sharesNothing}`,
  ],
  [
    'SD-BASE-AT',
    ['analytics', 'tracking'],
    `Term that requires Service Delivery, and permits Analytics and Tracking by the 2nd Party, and prohibits Analytics, or Tracking ${third}, prohibits Profiling by 2nd and 3rd Party, ${sharesNothing}`,
    `Term that requires Service Delivery, and permits Analytics and Tracking by the 2nd Party${portable}, and prohibits Analytics or Tracking ${third}, prohibits Profiling by 2nd and 3rd Party, ${sharesNothing}`,
  ],
  [
    'SD-BASE-ATP',
    ['analytics', 'tracking', 'profiling'],
    `Term that requires Service Delivery, and permits Analytics, Tracking, or Profiling by the 2nd party, and prohibits Analytics, Tracking, or Profiling ${third}, ${sharesNothing}`,
    `Term that requires Service Delivery, and permits Analytics, Tracking, or Profiling by the 2nd Party${portable}, and prohibits Analytics, Tracking, or Profiling ${third}, ${sharesNothing}`,
  ],
  [
    'SD-BASE-ATP-S3P',
    uses,
    `Term that requires Service Delivery, and permits Analytics, Tracking, or Profiling by the 2nd Party, and permits sharing data that has been fully anonymised with 3rd Party, and prohibits Analytics, Tracking, or Profiling ${third}, and prohibits sharing on non-anonymised data with 3rd Party`,
    `Term that requires Service Delivery, and permits Analytics, Tracking, or Profiling by the 2nd Party, and permits sharing data that has been fully anonymised with 3rd Party${portable}, and prohibits Analytics, Tracking, Profiling ${third}, and prohibits sharing on non-anonymised data with 3rd Party`,
  ],
]

/** By their id in the registry. What a person contributes of their own accord (PDC-…) is no term of service and is not here. */
export const agreements: ReadonlyMap<string, Agreement> = new Map(
  pairs.flatMap(([id, permits, text, portableText]) =>
    [
      { id, uses: permits, portability: false, text },
      { id: `${id}-DP`, uses: permits, portability: true, text: portableText },
    ].map((agreement) => [agreement.id, agreement]),
  ),
)

export const iriOf = (id: string): string => `${namespace}${id}`
/** The id in the registry; undefined for what is not of it. */
export const idOf = (iri: string): string | undefined => (iri.startsWith(namespace) ? iri.slice(namespace.length) : undefined)
export const hashOf = ({ text }: Pick<Agreement, 'text'>): string => createHash('sha256').update(text).digest('hex')
