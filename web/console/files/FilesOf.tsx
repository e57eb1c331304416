import { Button, FileButton } from '@mantine/core'
import { IconPaperclip } from '@tabler/icons-react'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import type { FileView } from '../../../src/keep/files/contract.ts'
import { deleteFile, downloadFile } from '../../../src/keep/files/contract.ts'
import { call } from '../../ui/api.ts'
import { DropArea } from '../../ui/DropArea.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { bytes, dayOf } from '../../ui/formats.ts'
import { More } from '../../ui/More.tsx'
import { trouble } from '../../ui/notices.tsx'
import { useNow } from '../../ui/now.ts'
import { Section } from '../../ui/Page.tsx'
import { Sure } from '../../ui/Sure.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import classes from './Files.module.css'
import { filesWords } from './files.words.ts'
import { filesQuery, sendFile } from './queries.ts'

const mostMegabytes = 50

/** Files about a customer: drop one, open one, delete one. */
export function FilesOf({ customerId }: { customerId: string }) {
  const say = useWords(filesWords)
  const language = useLanguage()
  const client = useQueryClient()
  const pages = useInfiniteQuery(filesQuery(customerId))
  const { data, error, refetch } = pages
  const renew = () => void client.invalidateQueries({ queryKey: filesQuery(customerId).queryKey })
  const send = useAct({ run: (file: File) => sendFile(customerId, file), then: renew })
  // The server counts 1024 by 1024; said in thousands it would promise 52.
  const size = bytes(mostMegabytes * 1_000_000, language)
  const take = (file: File | null | undefined) => {
    if (!file) return
    if (file.size > mostMegabytes * 1024 * 1024) trouble(say('too_large', { name: file.name, size }))
    else send.mutate(file)
  }
  const files = data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Section title={say('title')}>
      <DropArea label={say('title')} onFile={take}>
        {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
        <ul className={classes.list}>
          {files.map((file) => (
            <OneFile key={file.id} file={file} onGone={renew} />
          ))}
        </ul>
        <More of={pages} />
        <div>
          <FileButton onChange={take}>
            {(button) => (
              <Button size="xs" variant="default" leftSection={<IconPaperclip size={15} stroke={1.6} />} loading={send.isPending} {...button}>
                {say('add')}
              </Button>
            )}
          </FileButton>{' '}
          <span className="faint small">{send.isPending ? say('adding', { name: send.variables?.name ?? '' }) : say('drop', { size })}</span>
        </div>
      </DropArea>
    </Section>
  )
}

function OneFile({ file, onGone }: { file: FileView; onGone: () => void }) {
  const say = useWords(filesWords)
  const language = useLanguage()
  const now = useNow()
  const params = { customer_id: file.customer_id, file_id: file.id }
  const remove = useAct({ run: () => call(deleteFile, { params }), then: onGone })
  const href = downloadFile.path.replace(':customer_id', file.customer_id).replace(':file_id', file.id)
  return (
    <li className={classes.file}>
      <span>
        <a href={href} download={file.name} aria-label={say('download', { name: file.name })}>
          {file.name}
        </a>
        <small className="num">
          {bytes(file.size, language)} · {dayOf(new Date(file.at), now, language)}
        </small>
      </span>
      <Sure label={say('delete')} question={say('delete_sure', { name: file.name })} loading={remove.isPending} onYes={() => remove.mutate(undefined)} />
    </li>
  )
}
