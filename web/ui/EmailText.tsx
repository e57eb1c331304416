import { Fragment } from 'react'

/** An e-mail address that breaks, where it must, behind its @ and before its dots, and in the midst of a word only when nothing else helps. */
export function EmailText({ value }: { value: string }) {
  return value.split(/(?<=@)|(?=\.)/).map((part, at) => (
    <Fragment key={at}>
      {at > 0 ? <wbr /> : null}
      {part}
    </Fragment>
  ))
}
