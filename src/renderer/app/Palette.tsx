import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog } from '@base-ui/react/dialog'
import { Search } from 'lucide-react'
import { useRef, useState, type KeyboardEvent } from 'react'
import { copyText } from '../components/clipboard'
import { Kbd } from '../components/Kbd'
import { pressed } from '../components/platform'
import { notify } from '../components/Toast'
import { useNavigation } from '../stores/navigation'
import { useProject } from '../stores/project'
import { useUi } from '../stores/ui'
import { openFolder } from './openFolder'
import type { PaletteGroup, PaletteItem } from './paletteItems'
import { PaletteOption } from './PaletteOption'
import { usePaletteGroups } from './usePaletteGroups'
import './palette.css'

/** Search or run a command: everything can be reached from here, nothing runs without a plan. */
export function Palette() {
  const [query, setQuery] = useState('')
  const groups = usePaletteGroups(query)
  const highlighted = useRef<PaletteItem>(undefined)
  const choose = (item: PaletteItem): void => {
    close()
    perform(item)
  }
  const copy = (event: KeyboardEvent): void => {
    if (!pressed(event, 'mod+enter')) return
    event.preventDefault()
    event.stopPropagation()
    if (highlighted.current) void copyCommand(highlighted.current)
  }
  return (
    <Dialog.Root open onOpenChange={(open) => !open && close()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Viewport className="dialog-place">
          <Dialog.Popup className="palette" aria-label="Search or run a command" data-dialog onKeyDownCapture={copy}>
            <Autocomplete.Root
              open inline items={groups} mode="none" autoHighlight="always" keepHighlight value={query} onValueChange={setQuery}
              itemToStringValue={({ label }: PaletteItem) => label}
              onItemHighlighted={(item: PaletteItem | undefined) => { highlighted.current = item }}
            >
              <div className="palette-ask">
                <Search className="icon" aria-hidden="true" />
                <Autocomplete.Input aria-label="Search or run a command" placeholder="Search or run a command" spellCheck={false} />
                <Kbd keys="esc" />
              </div>
              <div className="palette-list scroll">
                <Autocomplete.Empty><p className="palette-empty mut">Nothing is called that here.</p></Autocomplete.Empty>
                <Autocomplete.List aria-label="Results">
                  {(group: PaletteGroup) => (
                    <Autocomplete.Group key={group.value} items={group.items}>
                      <Autocomplete.GroupLabel className="palette-group">{group.value}</Autocomplete.GroupLabel>
                      <Autocomplete.Collection>
                        {(item: PaletteItem) => <PaletteOption key={item.id} item={item} query={query} onChoose={choose} />}
                      </Autocomplete.Collection>
                    </Autocomplete.Group>
                  )}
                </Autocomplete.List>
              </div>
              <Hints />
            </Autocomplete.Root>
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Hints() {
  return (
    <div className="palette-hints" aria-hidden="true">
      <span><Kbd keys="up" /><Kbd keys="down" />choose</span>
      <span><Kbd keys="enter" />open</span>
      <span><Kbd keys="mod+enter" />copy as command</span>
      <span className="spacer" />
      <span>Nothing runs from here without a plan</span>
    </div>
  )
}

const close = (): void => useUi.getState().openPalette(false)

function perform({ act }: PaletteItem): void {
  if ('go' in act) useNavigation.getState().go(act.go)
  else if (act.run === 'observe') void useProject.getState().refresh(true)
  else if (act.run === 'open-folder') void openFolder()
  else useProject.getState().close()
}

async function copyCommand({ command, label }: PaletteItem): Promise<void> {
  close()
  if (command === undefined) return notify(`There is no command for “${label}”.`)
  if (await copyText(command)) notify(`Copied: ${command}`)
}
