import { createContext } from 'react'

/** Why nothing can be done now, whoever may do it otherwise; null where it can. */
export const NothingNow = createContext<string | null>(null)
