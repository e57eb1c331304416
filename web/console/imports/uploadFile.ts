import type { ImportView } from '../../../src/keep/imports/contract.ts'
import { uploadImport } from '../../../src/keep/imports/contract.ts'
import { ApiProblem } from '../../ui/api.ts'

/** Sends a file as the raw body and tells how much of it is through, 0 to 1. (fetch cannot tell: XMLHttpRequest can.) */
export function uploadFile(file: File, onProgress: (share: number) => void): Promise<ImportView> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `${uploadImport.path}?name=${encodeURIComponent(file.name)}`)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.setRequestHeader('accept-language', document.documentElement.lang)
    request.upload.onprogress = (event) => onProgress(event.lengthComputable ? event.loaded / event.total : 0)
    request.onerror = () => reject(new ApiProblem(0, ''))
    request.onload = () => {
      const said = read(request.responseText)
      if (request.status >= 200 && request.status < 300) {
        const view = uploadImport.output.safeParse(said)
        if (view.success) resolve(view.data)
        else reject(view.error)
      } else reject(ApiProblem.from(request.status, said))
    }
    request.send(file)
  })
}

function read(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
