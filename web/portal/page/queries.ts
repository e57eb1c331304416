import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { guess } from '../../../src/office/portal/contract.ts'
import { readMyPage } from '../../../src/office/portal/contract.ts'
import { call } from '../../ui/api.ts'

export type MyPage = z.output<typeof readMyPage.output>
export type Guess = z.output<typeof guess>
export type Terms = z.output<typeof readMyPage.output>['terms']

export const myPageQuery = queryOptions({ queryKey: ['my', 'page'], queryFn: ({ signal }) => call(readMyPage, { signal }) })
