import type { Driver } from '../../../drivers/driver.ts'
import { type FaultCode, faults } from '../../contract/faults.ts'
import type { StepIo } from '../runner.ts'

/** What to tell the citizen of the last try: a device that was gone and is back is no problem any more. */
export function problemNow(io: StepIo, devices: readonly Pick<Driver, 'presence'>[]): FaultCode | null {
  const { problem } = io
  if (problem === null || faults[problem].retry !== 'later') return problem
  return devices.every(({ presence }) => presence.is === 'ready') ? null : problem
}
