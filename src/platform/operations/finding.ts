/** One thing the doctor looked at: how it is, in words, and what to do about it when it is not well. */
export type Finding = { about: string; state: 'ok' | 'note' | 'bad'; found: string; todo?: string }
