import { Button } from '@mantine/core'
import { IconFingerprint } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useWords } from '../../ui/words.ts'
import classes from './Door.module.css'
import { hasPasskeys } from './hasPasskeys.ts'
import { sessionWords } from './session.words.ts'

/** One click and a fingerprint; where the browser has no passkeys the button says so. */
export function PasskeyButton({ onDone }: { onDone: () => void }) {
  const say = useWords(sessionWords)
  const { mutate, isPending, isError } = useMutation({
    // The machinery of passkeys comes with the click: most people sign in without it.
    mutationFn: async () => (await import('./passkey.ts')).signInByPasskey(),
    onSuccess: onDone,
  })
  const possible = hasPasskeys()
  return (
    <>
      <Button
        variant="default"
        size="md"
        fullWidth
        disabled={!possible}
        loading={isPending}
        onClick={() => mutate()}
        leftSection={<IconFingerprint size={18} stroke={1.6} />}
      >
        {say('passkey')}
      </Button>
      {possible ? null : <p className={classes.hint}>{say('passkey_no')}</p>}
      <p role="alert" className={classes.wrong} hidden={!isError}>
        {isError ? say('passkey_failed') : ''}
      </p>
    </>
  )
}
