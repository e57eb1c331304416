import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { readMyMessage } from '../../../src/office/portal/contract.ts'
import { call } from '../../ui/api.ts'

export type Message = z.output<typeof readMyMessage.output>

export const messageQuery = (messageId: string) =>
  queryOptions({ queryKey: ['my', 'message', messageId], queryFn: ({ signal }) => call(readMyMessage, { params: { message_id: messageId }, signal }) })
