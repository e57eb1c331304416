import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { listRefused, listTouched, readDesk, readRefusals, readRegister, readTouched } from '../../../src/keep/desk/contract.ts'
import { call } from '../../ui/api.ts'

export type Attention = z.output<typeof readDesk.output>
export type Register = z.output<typeof readRegister.output>
export type Activity = Register['activities'][number]

export const deskQuery = queryOptions({ queryKey: ['desk'], queryFn: ({ signal }) => call(readDesk, { signal }) })
export const registerQuery = queryOptions({ queryKey: ['desk', 'register'], queryFn: ({ signal }) => call(readRegister, { signal }) })

export type Touched = z.output<typeof readTouched.output>
export type Refusals = z.output<typeof readRefusals.output>
export type People = z.output<typeof listTouched.output>

type Span = { from: string; until: string }
type Wish = { reason?: string; role?: string; purpose?: string }

export const touchedQuery = (query: Span & { by?: string }) =>
  queryOptions({ queryKey: ['desk', 'touched', query], queryFn: ({ signal }) => call(readTouched, { query, signal }) })

export const refusalsQuery = (query: Span & Wish) =>
  queryOptions({ queryKey: ['desk', 'refusals', query], queryFn: ({ signal }) => call(readRefusals, { query, signal }), placeholderData: (old) => old })

/** Whoever is listed has a receipt: asked for once, and never again by itself. */
const listed = { initialPageParam: '', getNextPageParam: (last: People) => last.next_cursor, staleTime: Number.POSITIVE_INFINITY, retry: false } as const

export const touchedPeopleQuery = (query: Span & { by?: string }) =>
  infiniteQueryOptions({
    ...listed,
    queryKey: ['desk', 'touched-people', query],
    queryFn: ({ pageParam, signal }) => call(listTouched, { query: { ...query, ...(pageParam && { cursor: pageParam }) }, signal }),
  })

export const refusedPeopleQuery = (query: Span & Wish) =>
  infiniteQueryOptions({
    ...listed,
    queryKey: ['desk', 'refused-people', query],
    queryFn: ({ pageParam, signal }) => call(listRefused, { query: { ...query, ...(pageParam && { cursor: pageParam }) }, signal }),
  })
