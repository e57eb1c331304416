type Page<R> = { items: R[]; next_cursor: string | null }

const mostPages = 50

/** All rows of a list that a form needs whole (colleagues to give work to, purposes to choose from), page by page. */
export async function everyPage<R>(ask: (page: { limit: number; cursor?: string }) => Promise<Page<R>>): Promise<{ items: R[] }> {
  const items: R[] = []
  let cursor: string | null = null
  for (let page = 0; page < mostPages; page++) {
    const one: Page<R> = await ask({ limit: 200, ...(cursor === null ? {} : { cursor }) })
    items.push(...one.items)
    cursor = one.next_cursor
    if (cursor === null) break
  }
  return { items }
}
