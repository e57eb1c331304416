/** What of the audit is shown: whose acts, which, and from which day to which. */
export type AuditSearch = { by?: string; act?: string; from?: string; until?: string }

const day = /^\d{4}-\d{2}-\d{2}$/

export function auditSearch({ by, act, from, until }: Record<string, unknown>): AuditSearch {
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
  const dayOf = (value: unknown) => (typeof value === 'string' && day.test(value) ? value : undefined)
  const read = { by: text(by), act: text(act), from: dayOf(from), until: dayOf(until) }
  return {
    ...(read.by === undefined ? {} : { by: read.by }),
    ...(read.act === undefined ? {} : { act: read.act }),
    ...(read.from === undefined ? {} : { from: read.from }),
    ...(read.until === undefined ? {} : { until: read.until }),
  }
}
