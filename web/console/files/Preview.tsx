import { Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { FileView } from '../../../src/keep/files/contract.ts'
import { ApiProblem } from '../../ui/api.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { Lines } from '../../ui/Loading.tsx'
import { useWords } from '../../ui/words.ts'
import { addressOf, lookOf } from './address.ts'
import classes from './Files.module.css'
import { filesWords } from './files.words.ts'

const mostCharacters = 200_000

/** A picture, a PDF or a text, looked at without leaving the page. */
export default function Preview({ file, onClose }: { file: FileView; onClose: () => void }) {
  const say = useWords(filesWords)
  const kind = lookOf(file)
  return (
    <Modal opened onClose={onClose} title={file.name} size="xl" classNames={{ title: classes.previewTitle }}>
      {kind === 'pdf' ? <iframe className={classes.page} src={`${addressOf(file)}?show=true`} title={file.name} /> : null}
      {kind === 'picture' ? <Picture file={file} /> : null}
      {kind === 'text' ? <Text file={file} /> : null}
      <p className={classes.previewFoot}>
        <a href={addressOf(file)} download={file.name}>
          {say('download', { name: file.name })}
        </a>
      </p>
    </Modal>
  )
}

/** The bytes as they were kept; what a page makes of them never runs as ours. */
const bytesQuery = (file: FileView) => ({
  queryKey: ['file', file.id],
  queryFn: async ({ signal }: { signal: AbortSignal }) => {
    const answer = await fetch(addressOf(file), { credentials: 'same-origin', signal })
    if (!answer.ok) throw ApiProblem.from(answer.status, await answer.json().catch(() => null))
    return answer.blob()
  },
  // A name and a face stay in the page no longer than they are looked at.
  gcTime: 0,
  staleTime: Number.POSITIVE_INFINITY,
})

function Picture({ file }: { file: FileView }) {
  const { data, error, refetch } = useQuery({ ...bytesQuery(file), select: (blob) => URL.createObjectURL(new Blob([blob], { type: file.media_type })) })
  useEffect(() => () => (data ? URL.revokeObjectURL(data) : undefined), [data])
  if (error) return <ErrorBox error={error} onRetry={refetch} />
  return data ? <img className={classes.picture} src={data} alt={file.name} /> : <Lines count={4} />
}

function Text({ file }: { file: FileView }) {
  const say = useWords(filesWords)
  const { data: blob, error, refetch } = useQuery(bytesQuery(file))
  const { data: text } = useQuery({ queryKey: ['file', file.id, 'text'], enabled: blob !== undefined, gcTime: 0, queryFn: () => blob?.text() ?? '' })
  if (error) return <ErrorBox error={error} onRetry={refetch} />
  if (text === undefined) return <Lines count={4} />
  return (
    <>
      <pre className={classes.text} dir="auto">
        {text.slice(0, mostCharacters)}
      </pre>
      {text.length > mostCharacters ? <p className="faint small">{say('cut')}</p> : null}
    </>
  )
}
