import { infiniteQueryOptions } from '@tanstack/react-query'
import { listFiles, uploadFile } from '../../../src/keep/files/contract.ts'
import { call } from '../../ui/api.ts'
import { upload } from '../../ui/upload.ts'

export const filesQuery = (customerId: string) =>
  infiniteQueryOptions({
    queryKey: ['files', customerId],
    queryFn: ({ pageParam, signal }) =>
      call(listFiles, { params: { customer_id: customerId }, query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  })

export const sendFile = (customerId: string, file: File) =>
  upload(uploadFile.path.replace(':customer_id', encodeURIComponent(customerId)), {
    file,
    output: uploadFile.output,
    type: file.type || 'application/octet-stream',
  })
