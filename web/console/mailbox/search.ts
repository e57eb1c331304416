const views = ['html', 'text', 'headers', 'links'] as const
export type View = (typeof views)[number]

/** What is sought in the mailbox. */
export type MailboxSearch = { q?: string }
/** Which side of the letter is shown; without it the one it was written for. */
export type LetterSearch = { view?: View }

export function mailboxSearch({ q }: Record<string, unknown>): MailboxSearch {
  return typeof q === 'string' || typeof q === 'number' ? { q: String(q) } : {}
}

export function letterSearch(search: Record<string, unknown>): LetterSearch {
  const view = views.find((each) => each === search.view)
  return view ? { view } : {}
}
