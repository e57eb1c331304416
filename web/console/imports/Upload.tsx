import { Button, FileButton, Progress } from '@mantine/core'
import { IconFileUpload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { uploadImport } from '../../../src/keep/imports/contract.ts'
import { DropArea } from '../../ui/DropArea.tsx'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { upload } from '../../ui/upload.ts'
import { useWords } from '../../ui/words.ts'
import classes from './Imports.module.css'
import { importsWords } from './imports.words.ts'
import { useShowImport } from './queries.ts'

/** Drop a file or choose one; it goes up with a bar and opens on its columns. `as`: what new people in it become. */
export function Upload({ as }: { as: 'lead' | undefined }) {
  const say = useWords(importsWords)
  const navigate = useNavigate()
  const show = useShowImport()
  const [share, setShare] = useState(0)
  const {
    mutate,
    isPending,
    error,
    variables: file,
  } = useMutation({
    mutationFn: (file: File) =>
      upload(uploadImport.path, {
        file,
        output: uploadImport.output,
        type: 'application/octet-stream',
        ...(as ? { query: { role: as } } : {}),
        onProgress: setShare,
      }),
    onSuccess: (view) => {
      show(view)
      void navigate({ to: '/import/$importId', params: { importId: view.id } })
    },
  })
  const take = (chosen: File | null | undefined) => {
    setShare(0)
    if (chosen) mutate(chosen)
  }
  return (
    <>
      <DropArea shown label={say('drop')} onFile={take}>
        <IconFileUpload size={28} stroke={1.3} aria-hidden="true" />
        {isPending ? (
          <div className={classes.uploading}>
            <p>{say('uploading', { name: file?.name ?? '' })}</p>
            <Progress value={share * 100} animated aria-label={say('uploading', { name: file?.name ?? '' })} />
          </div>
        ) : (
          <>
            <p className={classes.dropTitle}>{say('drop')}</p>
            <FileButton onChange={take} accept=".csv,.tsv,.txt,.xlsx,.parquet">
              {(button) => (
                <Button variant="default" {...button}>
                  {say('drop_or')}
                </Button>
              )}
            </FileButton>
            <p className="faint small">{say('drop_kinds')}</p>
          </>
        )}
      </DropArea>
      {error ? <ErrorBox error={error} /> : null}
    </>
  )
}
