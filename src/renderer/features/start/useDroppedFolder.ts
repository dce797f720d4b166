import { useEffect, useState } from 'react'
import { openProject } from '../../app/openFolder'
import { useProject } from '../../stores/project'
import { folderOf, type Dropped } from './dropped'

/** Opens a folder that is dropped onto the window; true while one is held over it. */
export function useDroppedFolder(): boolean {
  const [over, setOver] = useState(false)
  useEffect(() => {
    const stop = new AbortController()
    const options = { signal: stop.signal }
    window.addEventListener('dragover', (event) => { event.preventDefault(); setOver(hasFiles(event)) }, options)
    window.addEventListener('dragleave', (event) => { if (event.relatedTarget === null) setOver(false) }, options)
    window.addEventListener('drop', (event) => { setOver(false); open(event) }, options)
    return () => stop.abort()
  }, [])
  return over
}

const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false

function open(event: DragEvent): void {
  event.preventDefault()
  const found = folderOf(droppedIn(event))
  if ('path' in found) void openProject(found.path)
  else useProject.setState({ problem: found })
}

function droppedIn({ dataTransfer }: DragEvent): readonly Dropped[] {
  return [...(dataTransfer?.items ?? [])].flatMap((item) => {
    const file = item.getAsFile()
    return file === null ? [] : [{ name: file.name, path: window.backstep.pathOf(file), isFolder: item.webkitGetAsEntry()?.isDirectory ?? false }]
  })
}
