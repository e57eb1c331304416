import { useQueryClient } from '@tanstack/react-query'

const keptMs = 12 * 3_600_000

/** What was written of a note and not saved: it is there again when the form opens next. In this tab only, and gone with the session. */
export function useNoteDraft(customerId: string): { begun: string; keep: (text: string) => void } {
  const client = useQueryClient()
  const key = ['note', 'draft', customerId]
  client.setQueryDefaults(['note', 'draft'], { gcTime: keptMs })
  return { begun: client.getQueryData<string>(key) ?? '', keep: (text) => void client.setQueryData(key, text) }
}
