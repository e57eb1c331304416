import { Button, type ButtonProps, Tooltip } from '@mantine/core'
import type { ReactNode } from 'react'

type MayButtonProps = ButtonProps & { may: boolean; why: string; onClick: () => void; children: ReactNode; 'aria-label'?: string }

/** A button for those who may. For the others it stands there all the same, and says why it does nothing. */
export function MayButton({ may, why, onClick, ...button }: MayButtonProps) {
  const inner = <Button {...button} data-disabled={may ? undefined : true} aria-disabled={may ? undefined : true} onClick={may ? onClick : undefined} />
  if (may) return inner
  return (
    <Tooltip label={why} events={{ hover: true, focus: true, touch: true }}>
      {inner}
    </Tooltip>
  )
}
