import type { z } from 'zod'
import { ApiProblem } from './api.ts'

type Sending<O extends z.ZodType> = {
  file: File
  output: O
  /** As what the file is sent; a table is read by its bytes, whatever its name says. */
  type: string
  /** What is said of the file, besides it: both go as the parts `said` (JSON) and `file` of a form. */
  said?: object
  /** Besides the name of the file. */
  query?: Record<string, string>
  /** Told how much of it is through, 0 to 1. */
  onProgress?: (share: number) => void
}

/** Sends a file as the raw body, so it is never a string in the page. (fetch cannot tell how far it is: XMLHttpRequest can.) */
export function upload<O extends z.ZodType>(path: string, { file, output, type, said, query, onProgress }: Sending<O>): Promise<z.output<O>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `${path}?${new URLSearchParams({ name: file.name, ...query })}`)
    if (!said) request.setRequestHeader('content-type', type)
    request.setRequestHeader('accept-language', document.documentElement.lang)
    request.upload.onprogress = (event) => onProgress?.(event.lengthComputable ? event.loaded / event.total : 0)
    request.onerror = () => reject(new ApiProblem(0, ''))
    request.onload = () => {
      const answered = read(request.responseText)
      if (request.status >= 200 && request.status < 300) {
        const answer = output.safeParse(answered)
        if (answer.success) resolve(answer.data)
        else reject(answer.error)
      } else reject(ApiProblem.from(request.status, answered))
    }
    request.send(said ? formOf(file, said) : file)
  })
}

function formOf(file: File, said: object): FormData {
  const form = new FormData()
  form.set('said', JSON.stringify(said))
  form.set('file', file)
  return form
}

function read(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
