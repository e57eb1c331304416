/** Of whom one looks: people or organisations; of which field, and who of it. */
export type QualitySearch = { of?: 'organisation'; field?: string; what?: 'missing' | 'old' | 'against' }

const whats = ['missing', 'old', 'against'] as const

export function qualitySearch({ of, field, what }: Record<string, unknown>): QualitySearch {
  const asked = whats.find((one) => one === what)
  return { ...(of === 'organisation' && { of }), ...(typeof field === 'string' && asked && { field, what: asked }) }
}
