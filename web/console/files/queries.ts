import { infiniteQueryOptions } from '@tanstack/react-query'
import type { FileView } from '../../../src/keep/files/contract.ts'
import { listFiles, uploadFile } from '../../../src/keep/files/contract.ts'
import { ApiProblem, call } from '../../ui/api.ts'

export const filesQuery = (customerId: string) =>
  infiniteQueryOptions({
    queryKey: ['files', customerId],
    queryFn: ({ pageParam, signal }) =>
      call(listFiles, { params: { customer_id: customerId }, query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) }, signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
  })

/** The file itself is the body: it is never a string in the page. */
export async function sendFile(customerId: string, file: File): Promise<FileView> {
  const path = uploadFile.path.replace(':customer_id', encodeURIComponent(customerId))
  const answer = await fetch(`${path}?name=${encodeURIComponent(file.name)}`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'accept-language': document.documentElement.lang, 'content-type': file.type || 'application/octet-stream' },
    body: file,
  }).catch(() => {
    throw new ApiProblem(0, '')
  })
  const said: unknown = await answer.json().catch(() => null)
  if (!answer.ok) throw ApiProblem.from(answer.status, said)
  return uploadFile.output.parse(said)
}
