import { useEffect, useState } from 'react'
import type { Api } from '../../../ipc/contract'
import { openProject } from '../../app/openFolder'
import { notify } from '../../components/Toast'

/** Opens a folder that is dropped onto the window; true while one is held over it. */
export function useDroppedFolder(): boolean {
  const [over, setOver] = useState(false)
  useEffect(() => {
    const stop = new AbortController()
    const options = { signal: stop.signal }
    window.addEventListener('dragover', (event) => { event.preventDefault(); setOver(true) }, options)
    window.addEventListener('dragleave', (event) => { if (event.relatedTarget === null) setOver(false) }, options)
    window.addEventListener('drop', (event) => { setOver(false); open(event) }, options)
    return () => stop.abort()
  }, [])
  return over
}

function open(event: DragEvent): void {
  event.preventDefault()
  const file = event.dataTransfer?.files[0]
  if (file === undefined) return
  const path = pathOf(file)
  if (path === undefined) notify('Where this folder is cannot be seen from here. Use Open folder… instead.')
  else void openProject(path)
}

// A sandboxed window cannot see where a file is; the preload can tell it.
function pathOf(file: File): string | undefined {
  const bridge: Api & { readonly pathOf?: (file: File) => string } = window.backstep
  const path = bridge.pathOf?.(file)
  return path === '' ? undefined : path
}
