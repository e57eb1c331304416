/** The queues there are: whose worker runs them, and who else may add to them. */
export const queues = {
  keep_jobs: { worker: 'rapport_keep', adds: null },
  office_jobs: { worker: 'rapport_office', adds: 'rapport_keep' },
} as const

export type Queue = keyof typeof queues
