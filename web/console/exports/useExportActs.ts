import { useQueryClient } from '@tanstack/react-query'
import { approveExport, cancelExport, declineExport, pauseExport, resumeExport } from '../../../src/keep/exports/contract.ts'
import { call } from '../../ui/api.ts'
import { notice } from '../../ui/notices.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useWords } from '../../ui/words.ts'
import { exportsWords } from './exports.words.ts'
import type { Export } from './queries.ts'

/** What can be done with an export that was asked for. */
export function useExportActs({ id }: Pick<Export, 'id'>) {
  const say = useWords(exportsWords)
  const client = useQueryClient()
  const renew = () => void client.invalidateQueries({ queryKey: ['exports'] })
  const params = { export_id: id }
  const body = {}
  const pause = useAct({ run: () => call(pauseExport, { params, body }), then: renew })
  const resume = useAct({ run: () => call(resumeExport, { params, body }), then: renew })
  const cancel = useAct({ run: () => call(cancelExport, { params, body }), then: renew })
  const approve = useAct({
    run: () => call(approveExport, { params, body }),
    then: () => {
      notice(say('approved'))
      renew()
    },
  })
  const decline = useAct({
    run: (why: string) => call(declineExport, { params, body: why === '' ? {} : { why } }),
    then: () => {
      notice(say('declined'))
      renew()
    },
  })
  return {
    pause: () => pause.mutate(undefined),
    resume: () => resume.mutate(undefined),
    cancel: () => cancel.mutate(undefined),
    cancelling: cancel.isPending,
    approve: () => approve.mutate(undefined),
    approving: approve.isPending,
    decline: (why: string) => decline.mutate(why),
    declining: decline.isPending,
    /** The browser fetches the file itself; how often it was fetched is asked for a moment later. */
    fetched: () => void setTimeout(renew, 1_000),
  }
}
