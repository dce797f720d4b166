import { useEffect, useState } from 'react'
import { openProject } from '../../app/openFolder'

/** Opens a folder that is dropped onto the window; true while one is held over it. */
export function useDroppedFolder(): boolean {
  const [over, setOver] = useState(false)
  useEffect(() => {
    const hold = (event: DragEvent): void => {
      event.preventDefault()
      setOver(true)
    }
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false)
    }
    const drop = (event: DragEvent): void => {
      event.preventDefault()
      setOver(false)
      const path = droppedPath(event)
      if (path !== undefined) void openProject(path)
    }
    window.addEventListener('dragover', hold)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragover', hold)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
    }
  }, [])
  return over
}

// File managers hand over folders as file: addresses; the File object itself has no path in a sandboxed window.
function droppedPath({ dataTransfer }: DragEvent): string | undefined {
  const address = dataTransfer?.getData('text/uri-list').split('\n').find((line) => line.startsWith('file:'))
  if (address === undefined) return undefined
  try {
    const path = decodeURIComponent(new URL(address.trim()).pathname)
    return /^\/[A-Za-z]:/.test(path) ? path.slice(1) : path
  } catch {
    return undefined
  }
}
