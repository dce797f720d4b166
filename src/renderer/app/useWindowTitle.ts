import { useEffect } from 'react'
import { visibleText } from '../components/visible'
import { useProject } from '../stores/project'

/** The title that the system shows for the window. */
export function useWindowTitle(): void {
  const name = useProject(({ project }) => project?.name)
  useEffect(() => {
    document.title = name === undefined ? 'Backstep' : `${visibleText(name)} – Backstep`
  }, [name])
}
