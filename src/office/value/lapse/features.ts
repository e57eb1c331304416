/**
 * What is known of each customer, a column a matter, all of one length. Numbers may be missing (NaN), categories too (-1); categories are codes
 * from 0. `protected`: age, gender, health, origin and the like, which no likeness may rest on.
 */
export type Feature = { name: string; protected?: boolean } & ({ kind: 'number'; values: Float64Array } | { kind: 'category'; values: Int32Array })
export type Features = readonly Feature[]

/** How many customers the columns describe. Columns of different lengths are a mistake of the caller. */
export function rowsOf(features: Features): number {
  const lengths = new Set(features.map((feature) => feature.values.length))
  if (lengths.size > 1) throw new Error(`Columns have different lengths: ${[...lengths].join(', ')}.`)
  return features[0]?.values.length ?? 0
}

/** The same columns for some customers. */
export function pick(features: Features, rows: readonly number[]): Feature[] {
  return features.map((feature) =>
    feature.kind === 'number'
      ? { ...feature, values: Float64Array.from(rows, (i) => feature.values[i] ?? Number.NaN) }
      : { ...feature, values: Int32Array.from(rows, (i) => feature.values[i] ?? -1) },
  )
}

/** The columns that a likeness may rest on. */
export function withoutProtected(features: Features): Feature[] {
  return features.filter((feature) => feature.protected !== true)
}
