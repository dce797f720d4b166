import type { AppSettings } from '../../../domain/views'
import { Checkbox, RadioCard } from '../../components/Choice'
import { Region } from '../../components/Region'
import { useNow } from '../../components/useNow'
import { formatTime, zoneName } from '../../format'
import { useSettings } from '../../stores/settings'

const THEMES: readonly (readonly [AppSettings['theme'], string, string])[] = [
  ['system', 'As the system', 'Light or dark, whenever the system changes.'], ['light', 'Light', 'Also when the system is dark.'], ['dark', 'Dark', 'Also when the system is light.']
]

/** How the window looks and what it says: kept at once, the same for every project. */
export function AppearanceTab() {
  const { settings, save } = useSettings()
  const now = useNow(30_000)
  const change = (part: Partial<AppSettings>): void => void save({ ...settings, ...part })
  const example = (zone: AppSettings['times']): string => `Now it is ${formatTime(now, { zone })} ${zoneName(zone, now)}.`
  return (
    <Region label="Appearance" className="body settings-form">
      <fieldset>
        <legend>Theme</legend>
        {THEMES.map(([theme, label, more]) => (
          <RadioCard key={theme} name="theme" value={theme} chosen={settings.theme} onChoose={(chosen) => change({ theme: chosen })} label={label}>{more}</RadioCard>
        ))}
      </fieldset>
      <fieldset>
        <legend>Times</legend>
        <RadioCard name="times" value="local" chosen={settings.times} onChoose={(times) => change({ times })} label="Local">{example('local')}</RadioCard>
        <RadioCard name="times" value="utc" chosen={settings.times} onChoose={(times) => change({ times })} label="UTC">{example('utc')} The same for everybody who reads a record.</RadioCard>
      </fieldset>
      <fieldset>
        <legend>Notifications</legend>
        <Checkbox label="Say when a run ends or waits" checked={settings.notifications} onChange={(notifications) => change({ notifications })}>
          By the system, while another window is in front.
        </Checkbox>
      </fieldset>
    </Region>
  )
}
