import type { webhookKinds } from './contract.ts'

export type Kind = (typeof webhookKinds)[number] | 'webhook.test' | 'data.corrected' | 'data.erased' | 'data.restricted'

/** Facts of a happening: numbers, codes and times; `*_id` are rows of ours, shown outside as opaque ids. */
export type Facts = { readonly [name: string]: string | number | boolean | null | Facts | readonly Facts[] }

/** Something that happened, about a customer or (0) about nobody. */
export type Happening = { customer: number; kind: Kind; at: Date; facts: Facts }
