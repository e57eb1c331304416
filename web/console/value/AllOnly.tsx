import { ApiProblem } from '../../ui/api.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { useWords } from '../../ui/words.ts'
import { valueWords } from './value.words.ts'

/** Whoever sees some customers only is told plainly that figures of all are not for them; all else is an error. */
export function AllOnly({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const say = useWords(valueWords)
  if (error instanceof ApiProblem && error.status === 403) return <p className="quiet small">{say('all_only')}</p>
  return <ErrorBox error={error} onRetry={onRetry} />
}
