import { z } from 'zod'
import { endpoint } from '../../../platform/http/contract.ts'
import { pageOf, paging } from '../../../platform/http/shapes.ts'
import { task, workCase } from '../../work/contract.ts'

export const listMyCases = endpoint({
  method: 'GET',
  path: '/v1/my/cases',
  who: 'customer',
  summary: 'Your questions, requests, complaints and disputes: what is open, by when, how it was solved',
  query: paging,
  output: pageOf(workCase.omit({ about: true, assignee: true, unseen: true, made_by: true, unit: true, remind_at: true })),
})

export const listMyTasks = endpoint({
  method: 'GET',
  path: '/v1/my/tasks',
  who: 'customer',
  summary: 'What we mean to do for you or have promised, the most urgent first; or what was done',
  query: paging.extend({ state: z.enum(['open', 'done']).default('open') }),
  output: pageOf(task.omit({ about: true, assignee: true, unseen: true, made_by: true, unit: true, remind_at: true, case_id: true })),
})
