import { z } from 'zod'
import { endpoint, type Who } from '../../platform/http/contract.ts'
import { id, pageOf, paging } from '../../platform/http/shapes.ts'
import { exportView } from './shapes.ts'

// Exports that were asked for. Asking is the office's part (office/exports), which knows who matches.

const own = { staff: ['exports.run'] } as const
const ownOrAsked = { staff: ['exports.run', 'budgets.approve'] } as const
const approving = { staff: ['budgets.approve'] } as const
const one = z.object({ export_id: id })

export const listExports = endpoint({
  method: 'GET',
  path: '/v1/exports',
  who: ownOrAsked,
  summary: 'My exports, the newest first; everybody’s for those who approve',
  query: paging,
  output: pageOf(exportView),
})
export const getExport = endpoint({
  method: 'GET',
  path: '/v1/exports/:export_id',
  who: ownOrAsked,
  summary: 'An export as it stands',
  params: one,
  output: exportView,
})
export const exportFile = endpoint({
  method: 'GET',
  path: '/v1/exports/:export_id/file',
  who: own,
  summary: 'The file, for whoever asked for it and nobody else',
  params: one,
  output: z.string(),
})
const act = <W extends Who>(what: string, summary: string, who: W) =>
  endpoint({ method: 'POST', path: `/v1/exports/:export_id/${what}`, who, summary, params: one, body: z.object({}), output: exportView })

export const pauseExport = act('pause', 'Pause one’s own export', own)
export const resumeExport = act('resume', 'Go on with it', own)
export const cancelExport = act('cancel', 'Cancel an export; what there is of the file is destroyed', ownOrAsked)
export const approveExport = act('approve', 'Approve a colleague’s export; never one’s own', approving)
export const declineExport = endpoint({
  method: 'POST',
  path: '/v1/exports/:export_id/decline',
  who: approving,
  summary: 'Decline a colleague’s export, with a word to them why',
  params: one,
  body: z.object({ why: z.string().trim().max(500).optional() }),
  output: exportView,
})
