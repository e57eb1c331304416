import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { type Answer, askReport, listReports, readReport, type report, type reportBody, reportChoices } from '../../../src/office/reports/contract.ts'
import type { Question } from '../../../src/office/reports/shapes.ts'
import { call } from '../../ui/api.ts'

export type Report = z.output<typeof report>
export type ReportBody = z.output<typeof reportBody>
export type Choices = z.output<typeof reportChoices.output>
export type Figures = Extract<Answer, { of: 'figures' }>
export type Funnel = Extract<Answer, { of: 'funnel' }>
export type Retention = Extract<Answer, { of: 'retention' }>

export const choicesQuery = queryOptions({
  queryKey: ['reports', 'choices'],
  queryFn: ({ signal }) => call(reportChoices, { signal }),
  staleTime: 60_000,
})

export const reportsQuery = infiniteQueryOptions({
  queryKey: ['reports', 'saved'],
  queryFn: ({ pageParam, signal }) => call(listReports, { query: pageParam ? { cursor: pageParam } : {}, signal }),
  initialPageParam: '',
  getNextPageParam: (last) => last.next_cursor,
})

export const reportQuery = (report_id: string) =>
  queryOptions({ queryKey: ['reports', 'saved', report_id], queryFn: ({ signal }) => call(readReport, { params: { report_id }, signal }) })

/** What was seen stays until the new figures are there. */
export const answerQuery = (question: Question) =>
  queryOptions({
    queryKey: ['reports', 'answer', question],
    queryFn: ({ signal }) => call(askReport, { body: { question }, signal }),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  })
