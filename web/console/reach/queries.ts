import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { readReachBoard } from '../../../src/keep/policy/contract.ts'
import { call } from '../../ui/api.ts'

export type Answer = z.output<typeof readReachBoard.output>
export type Board = NonNullable<Answer['board']>
export type Channel = Board['purposes'][number]['channels'][number]

const lookAgainMs = 2_000

export const boardQuery = queryOptions({
  queryKey: ['reach-board'],
  queryFn: ({ signal }) => call(readReachBoard, { signal }),
  refetchInterval: ({ state }) => (state.data?.counting ? lookAgainMs : false),
})
