import { FileButton, UnstyledButton } from '@mantine/core'
import { IconPaperclip, IconUpload } from '@tabler/icons-react'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Suspense, useState } from 'react'
import type { FileView } from '../../../src/keep/files/contract.ts'
import { deleteFile } from '../../../src/keep/files/contract.ts'
import { call } from '../../ui/api.ts'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { bytes, dayOf, isoDay, timeOf } from '../../ui/formats.ts'
import { MayButton } from '../../ui/MayButton.tsx'
import { More } from '../../ui/More.tsx'
import { trouble } from '../../ui/notices.tsx'
import { useNow } from '../../ui/now.ts'
import { Section } from '../../ui/Page.tsx'
import { part } from '../../ui/part.ts'
import { Sure } from '../../ui/Sure.tsx'
import { useAct } from '../../ui/useAct.ts'
import { useLanguage, useWords } from '../../ui/words.ts'
import { useMe } from '../session/session.ts'
import { addressOf, lookOf } from './address.ts'
import classes from './Files.module.css'
import { filesWords } from './files.words.ts'
import { filesQuery, sendFile } from './queries.ts'
import { useDropAnywhere } from './useDropAnywhere.ts'

const Preview = part(() => import('./Preview.tsx'))

const mostMegabytes = 50
const mostAtOnce = 20

/** Files about a customer: dropped anywhere on the page, pasted or chosen; looked at in place, taken away, deleted. */
export function FilesOf({ customerId }: { customerId: string }) {
  const say = useWords(filesWords)
  const language = useLanguage()
  const now = useNow()
  const client = useQueryClient()
  const may = useMe().can('customers.change')
  const pages = useInfiniteQuery(filesQuery(customerId))
  const { data, error, refetch } = pages
  const [shown, setShown] = useState<FileView>()
  const renew = () => void client.invalidateQueries({ queryKey: filesQuery(customerId).queryKey })
  const send = useAct({
    run: async (files: readonly File[]) => {
      for (const file of files) await sendFile(customerId, file)
    },
    then: renew,
  })
  // The server counts 1024 by 1024; said in thousands it would promise 52.
  const size = bytes(mostMegabytes * 1_000_000, language)
  const take = (files: readonly File[]) => {
    const large = files.find((file) => file.size > mostMegabytes * 1024 * 1024)
    if (!may) trouble(say('only'))
    else if (large) trouble(say('too_large', { name: large.name, size }))
    else if (files.length > mostAtOnce) trouble(say('most_files', { count: mostAtOnce }))
    // What is pasted has no name of its own, or the same as every other.
    else if (files.length > 0)
      send.mutate(files.map((file) => (/^image\.\w+$/.test(file.name) ? renamed(file, `${say('screenshot')} ${isoDay(now)} ${timeOf(now, language)}`) : file)))
  }
  const over = useDropAnywhere(take)
  const all = data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Section title={say('title')}>
      {over ? (
        <div className={classes.over} aria-hidden="true">
          <IconUpload size={28} stroke={1.6} />
          {say('drop_here')}
        </div>
      ) : null}
      {error ? <ErrorBox error={error} onRetry={refetch} /> : null}
      <ul className={classes.list}>
        {all.map((file) => (
          <OneFile key={file.id} file={file} may={may} onGone={renew} onLook={() => setShown(file)} />
        ))}
      </ul>
      <More of={pages} />
      <div>
        <FileButton multiple onChange={take}>
          {({ onClick }) => (
            <MayButton
              may={may}
              why={say('only')}
              size="xs"
              variant="default"
              leftSection={<IconPaperclip size={15} stroke={1.6} />}
              loading={send.isPending}
              onClick={onClick}
            >
              {say('add')}
            </MayButton>
          )}
        </FileButton>{' '}
        {may ? (
          <span className="faint small">
            {send.isPending ? say('adding', { name: send.variables?.map((file) => file.name).join(', ') ?? '' }) : say('drop', { size })}
          </span>
        ) : null}
      </div>
      {shown ? (
        <Suspense>
          <Preview file={shown} onClose={() => setShown(undefined)} />
        </Suspense>
      ) : null}
    </Section>
  )
}

const renamed = (file: File, name: string) => new File([file], `${name.replaceAll(/[:/\\]/g, '-')}${/\.\w+$/.exec(file.name)?.[0] ?? ''}`, { type: file.type })

function OneFile({ file, may, onGone, onLook }: { file: FileView; may: boolean; onGone: () => void; onLook: () => void }) {
  const say = useWords(filesWords)
  const language = useLanguage()
  const now = useNow()
  const params = { customer_id: file.customer_id, file_id: file.id }
  const remove = useAct({ run: () => call(deleteFile, { params }), then: onGone })
  return (
    <li className={classes.file}>
      <span>
        {lookOf(file) ? (
          <UnstyledButton className={classes.look} onClick={onLook} aria-label={say('look', { name: file.name })}>
            {file.name}
          </UnstyledButton>
        ) : (
          <a href={addressOf(file)} download={file.name} aria-label={say('download', { name: file.name })}>
            {file.name}
          </a>
        )}
        <small className="num">
          {bytes(file.size, language)} · {dayOf(new Date(file.at), now, language)}
        </small>
      </span>
      {may ? (
        <Sure label={say('delete')} question={say('delete_sure', { name: file.name })} loading={remove.isPending} onYes={() => remove.mutate(undefined)} />
      ) : null}
    </li>
  )
}
