import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiProblem } from './api.ts'

const watchers = new Set<() => void>()
const refused = new Set<() => void>()

/** Tells when the server says that nobody is signed in any more. Gives back how to stop listening. */
export function onSignedOut(tell: () => void): () => void {
  watchers.add(tell)
  return () => watchers.delete(tell)
}

/** Tells when the server says that something is not for whoever asks: what they may has perhaps changed since the page was drawn. */
export function onRefused(tell: () => void): () => void {
  refused.add(tell)
  return () => refused.delete(tell)
}

function noticeSignOut(error: unknown): void {
  if (!(error instanceof ApiProblem)) return
  if (error.status === 401) for (const tell of watchers) tell()
  if (error.status === 403) for (const tell of refused) tell()
}

/** One cache a page. A refusal is an answer and is not asked again; only an unreached server is. */
export const client = new QueryClient({
  queryCache: new QueryCache({ onError: noticeSignOut }),
  mutationCache: new MutationCache({ onError: noticeSignOut }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => error instanceof ApiProblem && (error.status === 0 || error.status === 503) && failures < 3,
      retryDelay: (attempt) => Math.min(500 * 2 ** attempt, 4000),
    },
    // A deed that cannot be done now says so now: it does not wait in silence for a connection, to happen later unseen.
    mutations: { networkMode: 'always' },
  },
})
