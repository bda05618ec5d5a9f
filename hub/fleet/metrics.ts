import type { BoxView } from '../../device/contract/fleet-view.ts'

const escaped = (text: string) => text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, ' ')

/** The fleet for the municipality's own monitoring: Prometheus' text format 0.0.4, which OpenTelemetry collectors read too. */
export function metrics(boxes: readonly BoxView[]): string {
  const lines: string[] = []
  const open = boxes.filter(({ state }) => state === 'enrolled' || state === 'retiring')
  const gauge = (name: string, help: string, values: (box: BoxView) => [labels: string, value: number | null][]) => {
    lines.push(`# HELP borgerboks_${name} ${help}`, `# TYPE borgerboks_${name} gauge`)
    for (const box of open)
      for (const [labels, value] of values(box))
        if (value !== null)
          lines.push(`borgerboks_${name}{box="${escaped(box.name)}",place="${escaped(box.place)}"${labels}} ${value}`)
  }
  const one = (value: (box: BoxView) => number | null) => (box: BoxView) =>
    [['', value(box)]] as [string, number | null][]
  const health = (value: (health: NonNullable<BoxView['health']>) => number | null) =>
    one((box) => (box.connected && box.health ? value(box.health) : null))
  gauge(
    'up',
    'Whether the box is connected.',
    one(({ connected }) => Number(connected)),
  )
  gauge(
    'in_service',
    'Whether citizens may use it.',
    one(({ inService }) => Number(inService)),
  )
  gauge(
    'visit',
    'Whether somebody is there now.',
    one(({ visit }) => Number(visit !== null)),
  )
  gauge('device_ready', 'Whether a device is ready.', ({ devices }) =>
    Object.entries(devices ?? {}).map(([kind, is]) => [`,device="${kind}"`, Number(is === 'ready')]),
  )
  gauge(
    'alarms',
    'Open alarms.',
    one(({ alarms }) => alarms.length),
  )
  gauge(
    'uptime_seconds',
    'Since the machine started.',
    health(({ uptime }) => uptime.machine),
  )
  gauge(
    'temperature_celsius',
    'Hottest sensor.',
    health(({ temperature }) => temperature),
  )
  gauge(
    'memory_bytes',
    'Of the box process.',
    health(({ memory }) => memory),
  )
  gauge(
    'disk_free_bytes',
    'Of the data partition.',
    health(({ disk }) => disk.free),
  )
  gauge(
    'outbox',
    'Sealed applications that wait for the authority.',
    health(({ outbox }) => outbox),
  )
  gauge(
    'event_loop_seconds',
    'Longest stand-still since the last message.',
    health(({ loopMs }) => loopMs / 1000),
  )
  gauge(
    'settings_version',
    'Configuration in use.',
    health(({ config }) => config),
  )
  gauge('consumable', 'Level, 0 to 1.', ({ health }) =>
    (health?.consumables ?? []).map(({ name, level }) => [`,part="${escaped(name)}"`, level]),
  )
  gauge(
    'certificate_seconds',
    'Until the certificate ends.',
    one(({ certificateUntil }) =>
      certificateUntil ? Math.round((Date.parse(certificateUntil) - Date.now()) / 1000) : null,
    ),
  )
  return `${lines.join('\n')}\n`
}
