import { Button, FileButton, Progress } from '@mantine/core'
import { IconFileUpload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { DragEvent } from 'react'
import { useState } from 'react'
import { ErrorBox } from '../../ui/ErrorBox.tsx'
import { useWords } from '../../ui/words.ts'
import classes from './Imports.module.css'
import { importsWords } from './imports.words.ts'
import { useShowImport } from './queries.ts'
import { uploadFile } from './uploadFile.ts'

/** Drop a file or choose one; it goes up with a bar and opens on its columns. */
export function Upload() {
  const say = useWords(importsWords)
  const navigate = useNavigate()
  const show = useShowImport()
  const [over, setOver] = useState(false)
  const [share, setShare] = useState(0)
  const {
    mutate,
    isPending,
    error,
    variables: file,
  } = useMutation({
    mutationFn: (chosen: File) => uploadFile(chosen, setShare),
    onSuccess: (view) => {
      show(view)
      void navigate({ to: '/import/$importId', params: { importId: view.id } })
    },
  })
  const take = (chosen: File | null | undefined) => {
    setShare(0)
    if (chosen) mutate(chosen)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files[0])
  }
  return (
    <>
      <section
        aria-label={say('drop')}
        className={classes.drop}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
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
      </section>
      {error ? <ErrorBox error={error} /> : null}
    </>
  )
}
