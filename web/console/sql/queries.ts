import { queryOptions } from '@tanstack/react-query'
import { listQuestions } from '../../../src/office/analyst/contract.ts'
import { call } from '../../ui/api.ts'

export const historyQuery = queryOptions({ queryKey: ['sql', 'asked'], queryFn: ({ signal }) => call(listQuestions, { signal }) })
