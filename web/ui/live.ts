import { useCallback, useEffect, useState } from 'react'
import type { Change, Topic } from '../../src/office/live/contract.ts'

// What the server says has changed, handed to whatever stands on the page. The connection itself is opened by the console's frame, and by the pages of a customer that show what moves by itself.

const watchers = new Set<(change: Change) => void>()

/** Hands a change to all who watch. */
export function tellChange(change: Change): void {
  for (const tell of [...watchers]) tell(change)
}

/** Watches all changes; gives back how to stop. */
export function onChange(tell: (change: Change) => void): () => void {
  watchers.add(tell)
  return () => watchers.delete(tell)
}

/** Whether a change is about this topic, and this thing of it. */
const concerns = (change: Change, topic: Topic, id?: string): boolean =>
  change.topic === 'everything' || (change.topic === topic && (id === undefined || change.id === null || change.id === id))

/**
 * How much changed of a topic (and of one thing) since it was last looked at: for a list that says "new rows" and does not jump.
 * `seen` sets it back to none, when the list was loaded again.
 */
export function useLive(topic: Topic, id?: string): { news: number; seen: () => void } {
  const [news, setNews] = useState(0)
  useEffect(() => onChange((change) => concerns(change, topic, id) && setNews((n) => n + 1)), [topic, id])
  return { news, seen: useCallback(() => setNews(0), []) }
}
