// The day on which a childhood ends.

/** The day, as YYYY-MM-DD, on which somebody born on `birth` is so many years old; of 29 February in a year without one 1 March. Undefined for what is no date. */
export function consentsFrom(birth: string, age: number): string | undefined {
  const said = /^(\d{4})-(\d\d)-(\d\d)$/.exec(birth)
  if (!said) return undefined
  const [year, month, day] = [Number(said[1]), Number(said[2]), Number(said[3])]
  const born = new Date(Date.UTC(year, month - 1, day))
  if (born.getUTCMonth() !== month - 1 || born.getUTCDate() !== day) return undefined
  return new Date(Date.UTC(year + age, month - 1, day)).toISOString().slice(0, 10)
}

/** The day under which whoever is under eighteen and was not looked at stands: until they are, what is unasked is refused. */
export const notLookedAt = '9999-12-31'
