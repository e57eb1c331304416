import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/react-query'
import type { Counts, ImportView, Mapping, Reconciliation, RowsReconciled, SumsReconciled } from '../../../src/keep/imports/contract.ts'
import { getImport, listImports } from '../../../src/keep/imports/contract.ts'
import { call } from '../../ui/api.ts'

export type { Counts, ImportView, Mapping, Reconciliation, RowsReconciled, SumsReconciled }

const moving: readonly ImportView['state'][] = ['uploading', 'checking', 'running', 'undoing']

export const isMoving = (view: ImportView): boolean => moving.includes(view.state)

/** All is in, and its sums are still being held against the file's. */
const isCompared = (view: ImportView): boolean => view.state !== 'done' || view.reconciliation !== null

export const importsQuery = infiniteQueryOptions({
  queryKey: ['imports'],
  queryFn: ({ pageParam, signal }) => call(listImports, { query: pageParam ? { cursor: pageParam } : {}, signal }),
  initialPageParam: '',
  getNextPageParam: (last) => last.next_cursor,
  refetchInterval: ({ state }) => (state.data?.pages.some(({ items }) => items.some(isMoving)) ? 2000 : false),
})

/** One import; asked again and again while something moves. */
export const importQuery = (importId: string) =>
  queryOptions({
    queryKey: ['import', importId],
    queryFn: ({ signal }) => call(getImport, { params: { id: importId }, signal }),
    refetchInterval: ({ state }) => (state.data && (isMoving(state.data) || !isCompared(state.data)) ? 700 : false),
  })

/** Puts what the server answered in place of what was shown. */
export function useShowImport(): (view: ImportView) => void {
  const client = useQueryClient()
  return (view) => {
    client.setQueryData(importQuery(view.id).queryKey, view)
    void client.invalidateQueries({ queryKey: ['imports'] })
  }
}
